namespace MLNetDeep.Neural.Tests.Architecture;

public class InitializerTests
{
    // √(6 / (784 + 128)) = 0.0811107.
    [Fact]
    public void The_limit_is_Glorots() => Assert.Equal(0.0811107f, GlorotUniform.Limit(784, 128), 1e-6f);

    // A uniform variable in ±L has the mean 0 and the variance L²/3; of 100,352 samples their estimates have the standard deviations
    // L/√(3n) = 0.0018 L and L²/3 · √(0.8/n) = 0.0028 · L²/3. Five of them are allowed.
    [Fact]
    public void Samples_have_its_moments()
    {
        float limit = GlorotUniform.Limit(784, 128);
        float[] weights = new Network(new NetworkSpec([784], [new Dense(128)]), seed: 4).GetWeights()[0].Values;
        Assert.All(weights, weight => Assert.InRange(weight, -limit, limit));
        Assert.Equal(0, weights.Average(), 0.0091 * limit);
        Assert.Equal(1, weights.Average(weight => (double)weight * weight) / (limit * limit / 3), 0.0141);
        Assert.True(weights.Max() > 0.999 * limit && weights.Min() < -0.999 * limit);
    }

    [Fact]
    public void Biases_begin_at_zero_and_kernels_too_if_wanted()
    {
        IReadOnlyList<NamedTensor> tensors =
            new Network(new NetworkSpec([5], [new Dense(4, kernelInitializer: Initializer.Zeros)])).GetWeights();
        Assert.All(tensors.SelectMany(tensor => tensor.Values), value => Assert.Equal(0, value));
        Assert.All(new Network(new NetworkSpec([5], [new Dense(4)])).GetWeights()[1].Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_seed_decides()
    {
        NetworkSpec spec = new([5], [new Dense(5, Activation.Relu), new Dense(5)]);
        IReadOnlyList<NamedTensor> first = new Network(spec, 1).GetWeights();
        Assert.Equal(first[0].Values, new Network(spec, 1).GetWeights()[0].Values);
        Assert.NotEqual(first[0].Values, new Network(spec, 2).GetWeights()[0].Values);
        Assert.NotEqual(first[0].Values, first[2].Values);
    }
}
