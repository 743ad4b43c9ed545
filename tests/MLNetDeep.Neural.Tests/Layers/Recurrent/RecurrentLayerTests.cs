using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Recurrent;

public class RecurrentLayerTests
{
    // The examples of the documentation: one unit, one feature, all weights 1, no bias. σ(1) = 0.731059, tanh(1) = 0.761594.
    public static TheoryData<RecurrentLayer, float[], double[]> Examples => new()
    {
        { new LSTM(1, useBias: false), [1], [0.731059 * Math.Tanh(0.731059 * 0.761594)] },
        { new GRU(1, useBias: false), [1], [(1 - 0.731059) * 0.761594] },
        { new SimpleRNN(1, useBias: false, returnSequences: true), [1, 0], [0.761594, Math.Tanh(0.761594)] },
        { new SimpleRNN(1, useBias: false, returnSequences: true, goBackwards: true), [0, 1], [0.761594, Math.Tanh(0.761594)] },
        { new SimpleRNN(1, useBias: false, goBackwards: true), [0, 1], [Math.Tanh(0.761594)] },
        { new SimpleRNN(1, Activation.Linear, useBias: false), [1, 2, 3], [6] },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Examples_give_their_states(RecurrentLayer layer, float[] sequence, double[] expected) =>
        Close.All(expected, Predict(layer, [sequence.Length, 1], sequence, 1), 1e-5, 0);

    // The states are the running sums of 1, 2, 3: forwards 1, 3, 6; backwards, at their positions, 6, 5, 3.
    [Theory]
    [InlineData(MergeMode.Concat, new double[] { 1, 6, 3, 5, 6, 3 }, new double[] { 6, 6 })]
    [InlineData(MergeMode.Sum, new double[] { 7, 8, 9 }, new double[] { 12 })]
    [InlineData(MergeMode.Average, new double[] { 3.5, 4, 4.5 }, new double[] { 6 })]
    [InlineData(MergeMode.Multiply, new double[] { 6, 15, 18 }, new double[] { 36 })]
    public void Both_directions_meet_at_their_positions(MergeMode mode, double[] sequences, double[] last)
    {
        Close.All(sequences, Predict(new Bidirectional(Sum(true), mode), [3, 1], [1, 2, 3], 1), 0, 0);
        Close.All(last, Predict(new Bidirectional(Sum(false), mode), [3, 1], [1, 2, 3], 1), 0, 0);

        static SimpleRNN Sum(bool sequences) => new(1, Activation.Linear, useBias: false, returnSequences: sequences);
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_PyTorch()
    {
        Assert.Equal(
            ["0.weight_ih_l0 [8, 3]", "0.weight_hh_l0 [8, 2]", "0.bias_ih_l0 [8]", "0.bias_hh_l0 [8]"], Parameters(new LSTM(2)));
        Assert.Equal(["0.weight_ih_l0 [6, 3]", "0.weight_hh_l0 [6, 2]"], Parameters(new GRU(2, useBias: false)));
        Assert.Equal(
            [
                "0.weight_ih_l0 [2, 3]", "0.weight_hh_l0 [2, 2]", "0.weight_ih_l0_reverse [2, 3]", "0.weight_hh_l0_reverse [2, 2]",
            ],
            Parameters(new Bidirectional(new SimpleRNN(2, useBias: false))));

        static IEnumerable<string> Parameters(LayerSpec layer) =>
            new NetworkSpec([5, 3], [layer]).Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]");
    }

    // The sum of PyTorch's two biases begins as Keras's one bias; a GRU has two in Keras too.
    [Fact]
    public void Biases_begin_as_in_Keras()
    {
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0], Initial(new LSTM(2), "0.bias_ih_l0"));
        Assert.Equal(new float[8], Initial(new LSTM(2), "0.bias_hh_l0"));
        Assert.Equal(new float[8], Initial(new LSTM(2, unitForgetBias: false), "0.bias_ih_l0"));
        Assert.Equal([1, 1], Initial(new SimpleRNN(2, biasInitializer: Initializer.Ones), "0.bias_ih_l0"));
        Assert.Equal([0, 0], Initial(new SimpleRNN(2, biasInitializer: Initializer.Ones), "0.bias_hh_l0"));
        Assert.Equal([1, 1, 1, 1, 1, 1], Initial(new GRU(2, biasInitializer: Initializer.Ones), "0.bias_hh_l0"));

        // Glorot's limit is that of Keras's matrix [features, gates · units]: √(6 / (3 + 4 · 50)).
        float largest = Initial(new LSTM(50), "0.weight_ih_l0").Max(Math.Abs);
        Assert.InRange(largest, 0.95 * Math.Sqrt(6.0 / 203), Math.Sqrt(6.0 / 203));

        static float[] Initial(LayerSpec layer, string name) =>
            new Network(new NetworkSpec([5, 3], [layer])).GetWeights().Single(tensor => tensor.Name == name).Values;
    }

    [Fact]
    public void Options_out_of_range_and_shapes_that_do_not_fit_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Units", () => new LSTM(0));
        Assert.Throws<ArgumentOutOfRangeException>("Dropout", () => new GRU(1, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>("RecurrentDropout", () => new SimpleRNN(1, recurrentDropout: -0.1));
        Assert.Throws<ArgumentException>("Activation", () => new LSTM(1, Activation.Softmax));
        Assert.Throws<ArgumentException>("RecurrentActivation", () => new GRU(1, recurrentActivation: Activation.Softmax));
        Assert.Throws<ArgumentOutOfRangeException>("MergeMode", () => new Bidirectional(new LSTM(1), (MergeMode)4));
        Assert.Throws<ArgumentException>("layer", () => new Bidirectional(new LSTM(1, goBackwards: true)));
        ArgumentException flat = Assert.Throws<ArgumentException>(() => new NetworkSpec([5], [new LSTM(2)]));
        Assert.Contains("Layer 0: LSTM needs a sequence of the shape [time, features], got [5]", flat.Message, StringComparison.Ordinal);
        ArgumentException picture = Assert.Throws<ArgumentException>(() => new NetworkSpec([5, 5, 3], [new Bidirectional(new GRU(2))]));
        Assert.Contains("Layer 0: GRU needs a sequence of the shape [time, features], got [5, 5, 3].", picture.Message, StringComparison.Ordinal);
        ArgumentException bias = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([5, 3], [new GRU(2, biasInitializer: Initializer.Orthogonal)]));
        Assert.Contains("Layer 0 (GRU, input [5, 3]): The initializer of bias_ih_l0 [6] is Orthogonal", bias.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_the_summary_name_the_layers()
    {
        NetworkSpec spec = new(
            [4, 3],
            [
                new Bidirectional(new LSTM(2, dropout: 0.1, returnSequences: true) { Trainable = false }, MergeMode.Sum),
                new GRU(2, Activation.Relu, Activation.Tanh, recurrentInitializer: new Orthogonal(0.5), returnSequences: true),
                new SimpleRNN(2, recurrentRegularizer: new(l2: 0.1)),
            ]);
        NetworkSpec read = NetworkSpec.FromJson(spec.ToJson());
        Assert.Equal(spec, read);
        Assert.False(((Bidirectional)read.Layers[0]).Layer.Trainable);
        Assert.Equal(0, read.Parameters.Count(parameter => parameter.LayerIndex == 0 && parameter.IsTrainable));
        Assert.Contains("Bidirectional", spec.Summary(), StringComparison.Ordinal);
    }

    private static float[] Predict(LayerSpec layer, int[] inputShape, float[] rows, float weight)
    {
        NetworkSpec spec = new([.. inputShape], [layer]);
        NamedTensor[] weights = [.. spec.Parameters.Select(parameter =>
            new NamedTensor(parameter.Name, parameter.Shape, [.. Enumerable.Repeat(weight, parameter.Size)]))];
        float[] outputs = new float[rows.Length / spec.InputSize * spec.OutputSize];
        new Network(spec, weights).Predict(new DenseFeatures(rows, spec.InputSize), outputs);
        return outputs;
    }
}
