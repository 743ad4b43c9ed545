using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Layers;

/// <summary>Exports every case of the conformance suite and compares the outputs of ONNX Runtime with ours.</summary>
public class LayerExportTests
{
    // A module of the user's has no graph; lengths and indices have tests of their own.
    private static readonly IReadOnlyList<LayerCase> s_numberCases =
    [
        .. LayerCases.All.Where(layerCase =>
            layerCase.Network.InputKind == FeatureKind.Numbers
            && layerCase.Data.Features.RowLengths.IsEmpty
            && layerCase.Network.Layers.All(OnnxLayerRegistry.Contains)),
    ];

    public static TheoryData<string> NumberCases => [.. s_numberCases.Select(layerCase => layerCase.Name)];

    public static TheoryData<string, Activation> Activations => new()
    {
        { "linear", Activation.Linear },
        { "relu", Activation.Relu },
        { "leaky relu", new LeakyRelu(0.3) },
        { "elu", new Elu(1.5) },
        { "gelu", Activation.Gelu },
        { "gelu by tanh", new Gelu(Approximate: true) },
        { "sigmoid", Activation.Sigmoid },
        { "tanh", Activation.Tanh },
        { "softplus", Activation.Softplus },
    };

    [Theory]
    [MemberData(nameof(NumberCases))]
    public void Layers(string name)
    {
        NetworkSpec spec = s_numberCases.Single(layerCase => layerCase.Name == name).Network;
        Exports.AssertSameOutputs(name, new Network(spec, TestNumbers.Weights(spec)), TestNumbers.Uniform(64 * spec.InputSize));
    }

    // Values from -12 to 12, where most functions are flat at one side.
    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_before_and_after_others(string name, Activation activation)
    {
        NetworkSpec flat = new([4], [new Dense(5, activation)]), picture = new([2, 2, 3], [new Conv2D(3, 1), new ActivationLayer(activation)]);
        NetworkSpec probabilities = new([4], [new Dense(5, activation), new Dense(3, Activation.Softmax)]);
        foreach (NetworkSpec spec in new[] { flat, picture, probabilities })
        {
            Exports.AssertSameOutputs(name, new Network(spec, TestNumbers.Weights(spec)), TestNumbers.Uniform(64 * spec.InputSize, scale: 12));
        }
    }

    // ONNX Runtime would turn the zeros into padding of the pooling, which does not count. All pixels are -1.
    [Fact]
    public void Zeros_around_a_picture_count_in_poolings()
    {
        Check(new MaxPooling2D(3, 1), [0, 0, 0, 0, -1, -1, 0, -1, -1], channelsFirst: false);
        Check(new MaxPooling2D(3, 1), [0, 0, 0, 0, -1, -1, 0, -1, -1], channelsFirst: true);

        // Of the 9 values in the first window, 5 are zeros.
        Check(new AveragePooling2D(3, 1), [-4 / 9f, -6 / 9f, -6 / 9f, -6 / 9f, -1, -1, -6 / 9f, -1, -1], channelsFirst: false);
        Check(new AveragePooling2D(3, 1), [-4 / 9f, -6 / 9f, -6 / 9f, -6 / 9f, -1, -1, -6 / 9f, -1, -1], channelsFirst: true);

        static void Check(LayerSpec pooling, float[] expected, bool channelsFirst)
        {
            LayerSpec[] layers = [new ZeroPadding2D(((1, 0), (1, 0))), pooling];
            NetworkSpec spec = new([4, 4, 1], [.. channelsFirst ? [new MaxPooling2D(1), .. layers] : layers]);
            Network network = new(spec);
            foreach (int opset in Exports.OpsetsOf(spec))
            {
                using OnnxRun run = new(network, new OnnxOptions { Opset = opset });
                Exports.AssertNear(expected, run.Predict(new DenseFeatures(Enumerable.Repeat(-1f, 16).ToArray(), 16)), $"{pooling}, opset {opset}");
            }
        }
    }
}
