namespace MLNetDeep.Neural.Tests.Architecture;

public class InitializerTests
{
    // √(6 / (784 + 128)) = 0.0811107.
    [Fact]
    public void GlorotUniform_has_the_published_limit() => Assert.Equal(0.0811107f, GlorotUniform.Limit(784, 128), 1e-6f);

    // A uniform variable in [-L, L] has mean 0 and variance L²/3. With n = 100,352 samples, the estimated mean has the standard
    // deviation L/√(3n) = 0.0018 L, the estimated variance L²/3 · √(0.8/n) = 0.0028 · L²/3. The test allows five standard deviations.
    [Fact]
    public void Samples_have_the_expected_mean_and_variance()
    {
        float limit = GlorotUniform.Limit(784, 128);
        float[] weights = new Network(new NetworkSpec([784], [new Dense(128)]), seed: 4).GetWeights()[0].Values;
        Assert.All(weights, weight => Assert.InRange(weight, -limit, limit));
        Assert.Equal(0, weights.Average(), 0.0091 * limit);
        Assert.Equal(1, weights.Average(weight => (double)weight * weight) / (limit * limit / 3), 0.0141);
        Assert.True(weights.Max() > 0.999 * limit && weights.Min() < -0.999 * limit);
    }

    [Fact]
    public void Biases_and_kernels_with_the_Zeros_initializer_start_at_zero()
    {
        IReadOnlyList<NamedTensor> tensors =
            new Network(new NetworkSpec([5], [new Dense(4, kernelInitializer: Initializer.Zeros)])).GetWeights();
        Assert.All(tensors.SelectMany(tensor => tensor.Values), value => Assert.Equal(0, value));
        Assert.All(new Network(new NetworkSpec([5], [new Dense(4)])).GetWeights()[1].Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_seed_determines_the_weights()
    {
        NetworkSpec spec = new([5], [new Dense(5, Activation.Relu), new Dense(5)]);
        IReadOnlyList<NamedTensor> first = new Network(spec, 1).GetWeights();
        Assert.Equal(first[0].Values, new Network(spec, 1).GetWeights()[0].Values);
        Assert.NotEqual(first[0].Values, new Network(spec, 2).GetWeights()[0].Values);
        Assert.NotEqual(first[0].Values, first[2].Values);
    }

    // With n = 200,000 draws, the sample mean has the standard deviation σ/√n = 0.0022 σ, the sample deviation σ/√(2n). The tests allow
    // 0.01 σ. fanIn is 500, fanOut 400. Normal draws are truncated at ±2, which reduces their standard deviation to 0.8796;
    // scaled to the standard deviation σ, the limit is 2 / 0.8796 = 2.274 σ.
    public static TheoryData<Initializer, double, double, double> Distributions => new()
    {
        { Initializer.GlorotNormal, 0, Math.Sqrt(2.0 / 900), 2.274 * Math.Sqrt(2.0 / 900) },
        { Initializer.HeNormal, 0, Math.Sqrt(2.0 / 500), 2.274 * Math.Sqrt(2.0 / 500) },
        { Initializer.GlorotUniform, 0, Math.Sqrt(2.0 / 900), Math.Sqrt(6.0 / 900) },
        { Initializer.HeUniform, 0, Math.Sqrt(2.0 / 500), Math.Sqrt(6.0 / 500) },
        { Initializer.RandomNormal, 0, 0.05, double.PositiveInfinity },
        { new RandomNormal(3, 2), 3, 2, double.PositiveInfinity },
        { Initializer.RandomUniform, 0, 0.05 / Math.Sqrt(3), 0.05 },
        { new RandomUniform(1, 3), 2, 1 / Math.Sqrt(3), 1 },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Random_initializers_have_their_distribution(Initializer initializer, double mean, double deviation, double maxDistance)
    {
        NetworkSpec spec = new([500], [new Dense(400, kernelInitializer: initializer)]);
        float[] values = new Network(spec, seed: 3).GetWeights()[0].Values;
        double actualMean = values.Average(value => (double)value);
        Assert.Equal(mean, actualMean, 0.01 * deviation);
        Assert.Equal(1, Math.Sqrt(values.Average(value => (value - actualMean) * (value - actualMean))) / deviation, 0.01);
        double reached = values.Max(value => Math.Abs(value - mean));
        Assert.InRange(reached, double.IsFinite(maxDistance) ? 0.98 * maxDistance : 4 * deviation, 1.0001 * maxDistance);
    }

    [Fact]
    public void Constant_initializers_are_constant()
    {
        Dense ones = new(2, kernelInitializer: Initializer.Ones, biasInitializer: Initializer.Ones);
        IReadOnlyList<NamedTensor> weights = new Network(new NetworkSpec([3], [ones, new BatchNormalization()])).GetWeights();
        Assert.Equal([1, 1, 1, 1, 1, 1], weights[0].Values);
        Assert.Equal([1, 1], weights[1].Values);
        Assert.Equal(["1.weight", "1.bias", "1.running_mean", "1.running_var"], weights.Skip(2).Select(tensor => tensor.Name));
        Assert.Equal([[1, 1], [0, 0], [0, 0], [1, 1]], weights.Skip(2).Select(tensor => tensor.Values));
    }
}
