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
