namespace MLNetDeep.Neural.Tests.Optimizers;

/// <summary>Checks clipping of gradients whose squares are too large or too small for a float.</summary>
public class GlobalClipNormTests
{
    // One row (x, 0) with target -1 and zero weights: the gradient is 2x and 0 for the weights, and 2 for the bias. Its norm is nearly 2x,
    // so the step with rate 1 is -limit for the first weight and -limit / x for the bias.
    [Theory]
    [InlineData(1e19f, 1)]
    [InlineData(1e30f, 0.5)]
    [InlineData(1.5e38f, 1e-2)]
    [InlineData(1e30f, 1e-10)]
    public void A_large_gradient_is_scaled_to_the_limit(float x, double limit)
    {
        IReadOnlyList<NamedTensor> weights = Step(x, -1, new Sgd(1) { GlobalClipNorm = limit });
        Assert.Equal(-limit, weights[0].Values[0], 1e-6 * limit);
        Assert.Equal(0, weights[0].Values[1]);
        Assert.Equal(-limit / x, weights[1].Values[0], (1e-5 * limit / x) + float.Epsilon);
    }

    // Target -1e-25 and x = 1: both gradients are 2e-25, and the norm is 2e-25 √2.
    [Fact]
    public void A_small_gradient_is_scaled_to_a_smaller_limit()
    {
        IReadOnlyList<NamedTensor> weights = Step(1, -1e-25f, new Sgd(1) { GlobalClipNorm = 1e-30 });
        Assert.Equal(-1e-30 / Math.Sqrt(2), weights[0].Values[0], 1e-36);
        Assert.Equal(-1e-30 / Math.Sqrt(2), weights[1].Values[0], 1e-36);
    }

    // The target -2e19 with x = 1e20 makes a gradient of 4e39, which is infinite as a float. It must not become a step of 0.
    [Fact]
    public void An_infinite_gradient_throws() => Assert.Throws<TrainingDivergedException>(
        () => Step(1e20f, -2e19f, new Sgd(1) { GlobalClipNorm = 1 }));

    // Twice the weight's square, 4e19², is 3.2e39: more than a float but not more than a double.
    [Fact]
    public void A_penalty_on_large_weights_is_finite()
    {
        Network network = new(new NetworkSpec([1], [new Dense(1, useBias: false, kernelRegularizer: new(l2: 2))]));
        network.SetWeights([new NamedTensor("0.weight", [1, 1], [4e19f])]);
        TrainingData data = new(new DenseFeatures(new float[1], 1), new DenseTargets(new float[1]));
        Assert.Equal(3.2e39, network.Evaluate(data).Loss, 1e34);
    }

    // x is ±2e19 around 0, so that the variance is 4e38: the outputs are ±1.
    [Fact]
    public void Layer_normalization_of_large_values_is_accurate()
    {
        Network network = new(new NetworkSpec([4], [new LayerNormalization(), new Dense(1)]));
        IReadOnlyList<NamedTensor> weights = network.GetWeights();
        NamedTensor dense = weights[2];
        float[] output = new float[1];
        network.Predict(new DenseFeatures(new[] { 2e19f, -2e19f, 2e19f, -2e19f }, 4), output);
        Assert.Equal(dense.Values[0] - dense.Values[1] + dense.Values[2] - dense.Values[3], output[0], 1e-5);
    }

    private static IReadOnlyList<NamedTensor> Step(float x, float target, OptimizerSpec optimizer)
    {
        Network network = new(new NetworkSpec([2], [new Dense(1, kernelInitializer: Initializer.Zeros)]));
        TrainingData data = new(new DenseFeatures(new[] { x, 0 }, 2), new DenseTargets(new[] { target }));
        network.TrainOnBatch(data, new FitOptions { Optimizer = optimizer });
        return network.GetWeights();
    }
}
