using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Onnx.Tests.Layers;

namespace MLNetDeep.Onnx.Tests;

/// <summary>
/// Options of recurrent layers that the cases of the conformance suite do not have together: activations, directions and lengths.
/// </summary>
public class RecurrentOptionTests
{
    // Each layer has the activation as that of the states, as that of the gates, with and without biases, in both directions.
    [Theory]
    [MemberData(nameof(LayerExportTests.Activations), MemberType = typeof(LayerExportTests))]
    public void Activations_of_states_and_gates(string name, Activation activation)
    {
        Activation other = new Elu(0.7);
        RecurrentLayer[] layers =
        [
            new SimpleRNN(3, activation, useBias: false, returnSequences: true, goBackwards: true),
            new SimpleRNN(4, activation, returnSequences: true),
            new LSTM(3, activation, Activation.Sigmoid, returnSequences: true, goBackwards: true),
            new LSTM(4, other, activation, useBias: false, returnSequences: true),
            new GRU(3, activation, Activation.Sigmoid, useBias: false, returnSequences: true),
            new GRU(4, other, activation, returnSequences: true, goBackwards: true),
        ];
        foreach (RecurrentLayer layer in layers)
        {
            Check($"{name}, {layer}", [layer], withLengths: true);
            Check($"{name}, {layer}", [layer], withLengths: false);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Directions(bool withLengths)
    {
        foreach (bool usesOperator in new[] { false, true })
        {
            Activation activation = usesOperator ? Activation.Tanh : Activation.Gelu;
            foreach (bool goesBackwards in new[] { false, true })
            {
                Check("last states", [new LSTM(3, activation, goBackwards: goesBackwards)], withLengths);
                Check("last states", [new GRU(3, activation, goBackwards: goesBackwards)], withLengths);
                Check("last states", [new SimpleRNN(3, activation, goBackwards: goesBackwards)], withLengths);
            }

            foreach (MergeMode mode in Enum.GetValues<MergeMode>())
            {
                Check($"last states, {mode}", [new Bidirectional(new LSTM(2, activation), mode)], withLengths);
                Check($"sequences, {mode}", [new Bidirectional(new GRU(2, activation, returnSequences: true), mode)], withLengths);
            }
        }
    }

    // ln(1 + e⁹⁰) is 90 to 38 digits; e⁹⁰ is more than a float holds. The weights are 1, so an RNN's first state is softplus(x).
    [Fact]
    public void Softplus_of_large_numbers_is_the_number()
    {
        NetworkSpec spec = new([1, 1], [new SimpleRNN(1, Activation.Softplus, useBias: false)]);
        Network network = new(spec, spec.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Shape, [1])));
        using OnnxRun run = new(network, new OnnxOptions());
        Assert.Equal([90, 1000, 0], run.Predict(new DenseFeatures(new float[] { 90, 1000, -200 }, 1)));
    }

    private static void Check(string name, LayerSpec[] layers, bool withLengths)
    {
        const int Time = 4, Features = 3, Rows = 7;
        NetworkSpec spec = new([Time, Features], [.. layers]);
        int[] lengths = withLengths ? [4, 0, 1, 3, 2, 4, 0] : [];
        FeatureMatrix rows = new DenseFeatures(TestNumbers.Uniform(Rows * Time * Features), Time * Features, lengths, Time);
        Network network = new(spec, TestNumbers.Weights(spec));
        foreach (int opset in Exports.OpsetsOf(spec, withLengths).Append(OnnxPipelineOptions.DefaultOpset).Distinct())
        {
            using OnnxRun run = new(network, new OnnxOptions { Opset = opset, LengthsName = withLengths ? "lengths" : null });
            SequenceExportTests.AssertSame(network, run, rows, $"{name}, version {opset}, {(withLengths ? "lengths" : "full rows")}");
        }
    }
}
