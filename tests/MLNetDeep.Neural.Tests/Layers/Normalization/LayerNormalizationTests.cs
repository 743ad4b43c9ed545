using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Normalization;

public class LayerNormalizationTests
{
    // The row [1, 3]: μ = 2, σ² = 1. With γ = [2, 10], β = [0.5, -1] and ε = 0.44: √1.44 = 1.2, so y = [2·(-1/1.2) + 0.5, 10/1.2 - 1].
    [Fact]
    public void A_row_is_normalized_scaled_and_offset()
    {
        NetworkSpec spec = new([2], [new LayerNormalization(epsilon: 0.44)]);
        Network network = new(spec, [new NamedTensor("0.weight", [2], [2, 10]), new NamedTensor("0.bias", [2], [0.5f, -1])]);
        float[] outputs = new float[2];
        network.Predict(new DenseFeatures(new float[] { 1, 3 }, 2), outputs);
        Close.All([(-2 / 1.2) + 0.5, (10 / 1.2) - 1], outputs, 1e-6, 1e-6);
    }

    // Two time steps of two features: each step has its own mean and variance. ε is so small that x̂ is ±1.
    [Fact]
    public void Each_position_has_its_own_statistics()
    {
        NetworkSpec spec = new([2, 2], [new LayerNormalization(epsilon: 1e-12)]);
        Assert.Equal([2, 2], spec.LayerShapes[0]);
        float[] outputs = new float[4];
        new Network(spec).Predict(new DenseFeatures(new float[] { 1, 3, 50, 30 }, 4), outputs);
        Close.All([-1, 1, 1, -1], outputs, 1e-6, 1e-6);
    }

    [Fact]
    public void A_constant_row_gives_the_offset()
    {
        Network network = new(new NetworkSpec([3], [new LayerNormalization()]));
        float[] outputs = new float[3];
        network.Predict(new DenseFeatures(new float[] { 7, 7, 7 }, 3), outputs);
        Assert.Equal([0, 0, 0], outputs);
    }

    [Fact]
    public void Parameters_are_those_that_are_used()
    {
        Assert.Equal(["0.weight", "0.bias"], Names(new LayerNormalization()));
        Assert.Equal(["0.bias"], Names(new LayerNormalization(useScale: false)));
        Assert.Equal(["0.weight"], Names(new LayerNormalization(useOffset: false)));
        Assert.Equal([4], new NetworkSpec([3, 4], [new LayerNormalization()]).Parameters[0].Shape);

        static IEnumerable<string> Names(LayerSpec layer) => new NetworkSpec([4], [layer]).Parameters.Select(parameter => parameter.Name);
    }

    [Fact]
    public void Options_decide_on_initializers_and_penalties()
    {
        Assert.Equal(new LayerNormalization(0.001, true, true, Initializer.Ones, Initializer.Zeros), new LayerNormalization());
        NetworkSpec spec = new(
            [3],
            [new LayerNormalization(gammaInitializer: Initializer.RandomUniform, betaInitializer: Initializer.Ones, gammaRegularizer: new(0.1), betaRegularizer: new(0.2))]);
        Assert.Equal([Initializer.RandomUniform, Initializer.Ones], spec.Parameters.Select(parameter => parameter.Initializer));
        Assert.Equal([new Regularizer(0.1), new Regularizer(0.2)], spec.Parameters.Select(parameter => parameter.Regularizer));
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void An_epsilon_out_of_range_throws(double epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new LayerNormalization(epsilon));

    [Fact]
    public void Json_and_the_summary_name_the_layer()
    {
        NetworkSpec spec = new([4], [new LayerNormalization(0.01, useScale: true, useOffset: false), new Dense(2)]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Contains("\"type\": \"layerNormalization\"", spec.ToJson(), StringComparison.Ordinal);
        Assert.Contains("layer_normalization (LayerNormalization)", spec.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new(
            [20], [new Dense(130, Activation.Relu), new LayerNormalization(), new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Separable(400, 20, 5), new FitOptions { Epochs = 2, BatchSize = 100, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }
}
