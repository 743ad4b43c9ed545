using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Normalization;

public class BatchNormalizationTests
{
    [Fact]
    public void Parameters_have_one_value_for_each_channel()
    {
        NetworkSpec spec = new([4, 5, 3], [new BatchNormalization()]);
        Assert.Equal([4, 5, 3], spec.LayerShapes[0]);
        Assert.Equal(["0.weight", "0.bias", "0.running_mean", "0.running_var"], spec.Parameters.Select(parameter => parameter.Name));
        Assert.All(spec.Parameters, parameter => Assert.Equal([3], parameter.Shape));
    }

    [Fact]
    public void Options_decide_on_parameters_initializers_and_penalties()
    {
        Assert.Equal(new BatchNormalization(0.99, 0.001, true, true, Initializer.Ones, Initializer.Zeros, Initializer.Zeros, Initializer.Ones), new BatchNormalization());
        BatchNormalization layer = new(
            gammaInitializer: Initializer.Zeros,
            betaInitializer: Initializer.RandomNormal,
            movingMeanInitializer: Initializer.RandomUniform,
            movingVarianceInitializer: new RandomUniform(0, 2),
            gammaRegularizer: new(0.1),
            betaRegularizer: new(0.2));
        NetworkSpec spec = new([3], [layer]);
        Assert.Equal(
            [Initializer.Zeros, Initializer.RandomNormal, Initializer.RandomUniform, new RandomUniform(0, 2)],
            spec.Parameters.Select(parameter => parameter.Initializer));
        Assert.Equal([new Regularizer(0.1), new Regularizer(0.2), null, null], spec.Parameters.Select(parameter => parameter.Regularizer));
        Assert.Equal([true, true, false, false], spec.Parameters.Select(parameter => parameter.IsTrainable));
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        NetworkSpec bare = new([3], [new BatchNormalization(useScale: false, useOffset: false, movingVarianceInitializer: Initializer.Zeros)]);
        Assert.Equal(bare, NetworkSpec.FromJson(bare.ToJson()));
        Assert.DoesNotContain("nitializer", new NetworkSpec([3], [new BatchNormalization()]).ToJson(), StringComparison.Ordinal);
        Assert.Equal(["bias", "running_mean", "running_var"], Names(new BatchNormalization(useScale: false)));
        Assert.Equal(["weight", "running_mean", "running_var"], Names(new BatchNormalization(useOffset: false)));
        Assert.Equal(["running_mean", "running_var"], Names(new BatchNormalization(useScale: false, useOffset: false)));
        Assert.Equal(
            "MovingVarianceInitializer is RandomNormal { Mean = 0, StandardDeviation = 0.05 }; accepted: Ones, Zeros, or RandomUniform with a minimum of 0 or "
            + "more. (Parameter 'MovingVarianceInitializer')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(movingVarianceInitializer: Initializer.RandomNormal)).Message);

        static IEnumerable<string> Names(LayerSpec layer) => layer.Parameters([3]).Select(parameter => parameter.Name);
    }

    // Specifications of earlier versions have two options.
    [Fact]
    public void Json_without_the_newer_options_has_their_defaults() => Assert.Equal(
        new NetworkSpec([3], [new BatchNormalization(0.9, 0.01), new LayerNormalization(0.1, useScale: false)]),
        NetworkSpec.FromJson(
            """
            {"version": 1, "inputShape": [3], "layers": [{"type": "batchNormalization", "momentum": 0.9, "epsilon": 0.01},
            {"type": "layerNormalization", "epsilon": 0.1, "useScale": false, "useOffset": true}]}
            """));

    // The batch 1, 3 has the mean 2 and the variance 1: the moving averages become 0.5 · 0 + 0.5 · 2 and 0.5 · 1 + 0.5 · 1 · (n of 2, not 1).
    // Without γ and β there is nothing else in the layer. A frozen layer changes nothing.
    [Theory]
    [InlineData(true, 1f)]
    [InlineData(false, 0f)]
    public void Moving_averages_change_without_scale_and_offset(bool trainable, float mean)
    {
        NetworkSpec spec = new([1], [new BatchNormalization(0.5, useScale: false, useOffset: false) { Trainable = trainable }, new Dense(1)]);
        Network network = new(spec, seed: 1);
        network.Fit(new TrainingData(new DenseFeatures(new float[] { 1, 3 }, 1), new DenseTargets(new float[2])), new FitOptions { BatchSize = 2, Epochs = 1 });
        Assert.Equal([mean, 1f], network.GetWeights(0).Select(tensor => tensor.Values[0]));
    }

    // Two positions with two channels: (1, 10), (3, 30). With the running mean (2, 0), the running variance (3, 99), ε = 1, γ = (4, 1) and
    // β = (0, 5): y = 4 (x - 2) / 2 for the first channel, and x / 10 + 5 for the second.
    [Fact]
    public void Inference_uses_the_running_statistics_of_each_channel()
    {
        NetworkSpec spec = new([2, 2], [new BatchNormalization(epsilon: 1)]);
        Network network = new(spec, new[] { new float[] { 4, 1 }, [0, 5], [2, 0], [3, 99] }
            .Zip(spec.Parameters, (values, parameter) => new NamedTensor(parameter.Name, [2], [.. values])));
        float[] outputs = new float[4];
        network.Predict(new DenseFeatures(new float[] { 1, 10, 3, 30 }, 4), outputs);
        Close.All([-2, 6, 2, 8], outputs, 1e-6, 1e-6);
    }

    // Values around 1,000 with a deviation of 0.01: sums of squares in floats would lose all digits of the variance.
    [Fact]
    public void Small_variances_of_large_values_are_accurate()
    {
        NetworkSpec spec = new([8, 8, 1], [new BatchNormalization(0), new Flatten(), new Dense(1)]);
        float[] values = [.. Samples.Floats(50 * 64).Select(value => 1000 + (value / 100))];
        Network network = new(spec, seed: 1);
        network.Fit(
            new TrainingData(new DenseFeatures(values, 64), new DenseTargets(new float[50])),
            new FitOptions { BatchSize = 50, Epochs = 1, StandardizeFeatures = false });
        double mean = values.Average(value => (double)value);
        double variance = values.Average(value => (value - mean) * (value - mean));
        Assert.Equal(mean, network.GetWeights()[2].Values[0], 1e-4);
        Assert.Equal(variance, network.GetWeights()[3].Values[0], 1e-3 * variance);
    }

    [Fact]
    public void Training_gives_the_same_weights_on_any_number_of_threads()
    {
        NetworkSpec spec = new([12, 12, 5], [new BatchNormalization(), new ActivationLayer(Activation.Tanh), new Flatten(), new Dense(5, Activation.Softmax)]);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(Samples.Data(100, 720, 5), new FitOptions { Epochs = 2, BatchSize = 50, Threads = threads });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }
}
