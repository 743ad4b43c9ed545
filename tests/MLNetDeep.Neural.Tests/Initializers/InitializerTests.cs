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

    // [rows, columns] with orthonormal columns if there are fewer columns than rows, otherwise with orthonormal rows, times the gain.
    [Theory]
    [InlineData(12, 5, 1)]
    [InlineData(5, 12, 3)]
    [InlineData(7, 7, 0.5)]
    [InlineData(1, 4, 2)]
    public void Orthogonal_rows_or_columns_have_the_length_of_the_gain(int rows, int columns, double gain)
    {
        NetworkSpec spec = new([columns], [new Dense(rows, kernelInitializer: new Orthogonal(gain))]);
        float[] weights = new Network(spec, seed: 2).GetWeights()[0].Values;
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double product = rows < columns
                    ? Enumerable.Range(0, columns).Sum(k => (double)weights[(i * columns) + k] * weights[(j * columns) + k])
                    : Enumerable.Range(0, rows).Sum(k => (double)weights[(k * columns) + i] * weights[(k * columns) + j]);
                Assert.Equal(i == j ? gain * gain : 0, product, 1e-6 * gain * gain);
            }
        }
    }

    // The first column of a random orthogonal matrix of 2 rows is a point of the unit circle; all points are equally likely, so each
    // coordinate is positive half of the time: of 400 draws, 200 with a standard deviation of 10. The test allows five.
    [Fact]
    public void Orthogonal_matrices_are_equally_likely()
    {
        float[][] draws = [.. Enumerable.Range(0, 400).Select(seed =>
            new Network(new NetworkSpec([2], [new Dense(2, kernelInitializer: Initializer.Orthogonal)]), seed).GetWeights()[0].Values)];
        Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(draws.Count(draw => draw[i] > 0), 150, 250));
        Assert.InRange(draws.Count(draw => (draw[0] * draw[3]) - (draw[1] * draw[2]) > 0), 150, 250);
    }

    [Fact]
    public void Orthogonal_needs_two_dimensions_and_a_finite_gain()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Gain", () => new Orthogonal(double.NaN));
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new NetworkSpec([2], [new Dense(3, biasInitializer: Initializer.Orthogonal)]));
        Assert.Equal(
            "Layer 0 (Dense, input [2]): The initializer of bias [3] is Orthogonal, which needs two dimensions or more. (Parameter 'layers')", exception.Message);
    }
}
