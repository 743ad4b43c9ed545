using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Attention;

public class MultiHeadAttentionTests
{
    // One feature, one head of size 1, all weights 1: q = k = v = x. The row [0, ln 2] gives the products 0, 0 at position 0, and 0, ln²2 at
    // position 1: the weights there are 1/(1 + e^(ln²2)) and the rest.
    [Fact]
    public void Values_are_averaged_by_the_softmax_of_the_products()
    {
        double x = Math.Log(2), share = Math.Exp(x * x) / (1 + Math.Exp(x * x));
        Close.All([x / 2, x * share], Outputs(new MultiHeadAttention(1, 1, useBias: false), [0, (float)x]), 1e-6, 1e-7);
        Close.All([0, x * share], Outputs(new MultiHeadAttention(1, 1, useBias: false, useCausalMask: true), [0, (float)x]), 1e-6, 1e-7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_beyond_a_rows_length_change_nothing(bool isCausal)
    {
        NetworkSpec spec = new([6, 5], [new MultiHeadAttention(2, 3, useCausalMask: isCausal), new Flatten(), new Dense(3, Activation.Softmax)]);
        Network network = new(spec, seed: 1);
        float[] zeros = [.. Enumerable.Range(0, 90).Select(i => IsUsed(i) ? MathF.Sin(i) : 0)];
        float[] others = [.. zeros.Select((value, i) => IsUsed(i) ? value : 1e6f * MathF.Cos(i))];
        TrainingData first = new(new DenseFeatures(zeros, 30, s_lengths, 6), s_labels), second = new(new DenseFeatures(others, 30, s_lengths, 6), s_labels);
        Assert.Equal(network.Predict(first.Features), network.Predict(second.Features));
        Assert.Equal(
            network.ComputeGradients(first, training: true).Select(tensor => tensor.Values),
            network.ComputeGradients(second, training: true).Select(tensor => tensor.Values));

        static bool IsUsed(int i) => i % 30 < 5 * s_lengths[i / 30];
    }

    // A row of length 0 has no positions: its output is 0, and it contributes nothing to the weights of the attention.
    [Fact]
    public void An_empty_row_gives_zeros()
    {
        Network network = new(new NetworkSpec([2, 3], [new MultiHeadAttention(1, 2, biasInitializer: Initializer.Ones)]), seed: 1);
        Assert.Equal([new float[6]], network.Predict(new DenseFeatures(new float[] { 1, 2, 3, 4, 5, 6 }, 6, new[] { 0 }, 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Training_gives_the_same_weights_on_any_number_of_threads(double dropout)
    {
        NetworkSpec spec = new([21, 20], [new MultiHeadAttention(3, 17, dropout), new Flatten(), new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(60, 420, 5), new FitOptions { Epochs = 1, BatchSize = 20, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    // With the rate 0.5, all dropped weights and all kept ones, which are doubled, occur at one position with one key.
    [Fact]
    public void Dropout_drops_and_scales_weights_in_training_only()
    {
        NetworkSpec spec = new([1, 1], [new MultiHeadAttention(1, 1, dropout: 0.5, useBias: false)]);
        Network network = new(spec, Ones(spec));
        DenseFeatures rows = new(Enumerable.Repeat(1f, 40).ToArray(), 1);
        Assert.All(network.Predict(rows), row => Assert.Equal(1, row[0]));
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            spec, network.GetWeights(), new FitOptions { Loss = new MeanAbsoluteError(), Threads = 1, Optimizer = new Sgd(1e-6) });

        // The outputs are 0 or 2, and the targets 0: the loss is twice the share of the weights that are kept.
        double kept = session.Step(new TrainingData(rows, new DenseTargets(new float[40], 1)), [.. Enumerable.Range(0, 40)]).Loss / 2;
        Assert.InRange(kept, 0.25, 0.75);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        NetworkSpec spec = new([6, 5], [new MultiHeadAttention(2, 3, 0.1), new PositionalEmbedding(), new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData data = new(new DenseFeatures(new float[90], 30, s_lengths, 6), s_labels);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            spec, new Network(spec).GetWeights(), new FitOptions { Threads = 1, Optimizer = new Adam() });
        session.Step(data, [0, 1, 2]);
        int[] rows = [2, 1, 0];
        session.Step(data, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.Step(data, rows);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_PyTorch()
    {
        NetworkSpec spec = new([7, 6], [new MultiHeadAttention(2, 3)]);
        Assert.Equal(["0.in_proj_weight", "0.in_proj_bias", "0.out_proj.weight", "0.out_proj.bias"], spec.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(new int[][] { [18, 6], [18], [6, 6], [6] }, spec.Parameters.Select(parameter => parameter.Shape.ToArray()));
        Assert.Equal([7, 6], spec.LayerShapes[0]);
    }

    [Fact]
    public void Shapes_without_time_are_refused() => Assert.StartsWith(
        "Layer 0: MultiHeadAttention needs an input of shape [time, features], got [4].",
        Assert.Throws<ArgumentException>(() => new NetworkSpec([4], [new MultiHeadAttention(1, 2)])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1, 0.0, "NumHeads")]
    [InlineData(1, 0, 0.0, "KeyDim")]
    [InlineData(1, 1, 1.0, "Dropout")]
    public void Options_out_of_range_throw(int heads, int keyDim, double dropout, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new MultiHeadAttention(heads, keyDim, dropout));

    [Fact]
    public void Json_and_the_summary_name_the_layer()
    {
        NetworkSpec spec = new([4, 6], [new MultiHeadAttention(2, 3, 0.1, false, true, new RandomNormal(), Initializer.Ones, new Regularizer(0.1))]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Contains("\"type\": \"multiHeadAttention\"", spec.ToJson(), StringComparison.Ordinal);
        Assert.Contains("multi_head_attention (MultiHeadAttention)", spec.Summary(), StringComparison.Ordinal);
    }

    private static readonly int[] s_lengths = [6, 2, 0];
    private static readonly int[] s_labels = [0, 1, 2];

    private static float[] Outputs(MultiHeadAttention layer, float[] row)
    {
        NetworkSpec spec = new([row.Length, 1], [layer]);
        return new Network(spec, Ones(spec)).Predict(row);
    }

    private static NamedTensor[] Ones(NetworkSpec spec) =>
        [.. spec.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Shape, Enumerable.Repeat(1f, parameter.Size).ToArray()))];
}
