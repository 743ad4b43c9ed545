using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares normalization, penalties, clipping and norm limits at every SIMD width with plain loops in doubles. Some lengths are not
/// multiples of the SIMD width.
/// </summary>
public unsafe class GradientKernelTests
{
    private static readonly int[] Columns = [1, 15, 16, 17, 31, 33, 100, 513];

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Normalization_and_its_gradient_are_accurate(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int columns in Columns)
        {
            foreach (int rows in new[] { 1, 2, 7, 32 })
            {
                foreach (bool usesBatchStatistics in new[] { true, false })
                {
                    Check(kernels, rows, columns, usesBatchStatistics);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Sums_scaling_clamping_and_penalties_are_accurate(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int columns in Columns)
        {
            Matrix weights = new(1, columns, 1, valuesPerNonzero: 2), gradient = new(1, columns, 2), before = new(1, columns, 2);
            double squares = 0, magnitudes = 0;
            for (int j = 0; j < columns; j++)
            {
                squares += weights[0, j] * (double)weights[0, j];
                magnitudes += Math.Abs(weights[0, j]);
            }

            Assert.Equal(squares, kernels.SumOfSquares(weights.Pointer, weights.Stride), 1e-6 * (1 + squares));
            Assert.Equal(magnitudes, kernels.SumOfMagnitudes(weights.Pointer, weights.Stride), 1e-6 * (1 + magnitudes));
            kernels.AddPenalty(weights.Pointer, gradient.Pointer, 0.25f, 0.5f, gradient.Stride);
            gradient.CheckAll((_, j) => before[0, j] + (0.25 * Math.Sign(weights[0, j])) + weights[0, j], 3e-7);
            Assert.All(gradient.Padding, value => Assert.Equal(0, value));
            Matrix clamped = new(1, columns, 2), scaled = new(1, columns, 2);
            kernels.Clamp(clamped.Pointer, 0.5f, clamped.Stride);
            clamped.CheckAll((_, j) => Math.Clamp(before[0, j], -0.5, 0.5), 0);
            kernels.Scale(scaled.Pointer, 0.5f, scaled.Stride);
            scaled.CheckAll((_, j) => before[0, j] * 0.5, 0);
        }

        Matrix special = new(1, 3, 0);
        (special[0, 0], special[0, 1], special[0, 2]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        kernels.Clamp(special.Pointer, 2, special.Stride);
        Assert.Equal([float.NaN, 2, -2], special.ToArray()[..3]);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void The_norm_limit_applies_to_each_column_separately(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int columns in Columns)
        {
            Matrix matrix = new(5, columns, 1), before = new(5, columns, 1);
            kernels.LimitColumns(matrix.Pointer, matrix.Stride, 5, 0, matrix.Stride, 1.2f);
            matrix.CheckAll((i, j) =>
            {
                double norm = Math.Sqrt(Enumerable.Range(0, 5).Sum(row => (double)before[row, j] * before[row, j]));
                return norm > 1.2f ? before[i, j] * 1.2 / norm : before[i, j];
            }, 3e-7);
        }
    }

    // Squares of these values are too large or too small for a float.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Sums_of_squares_neither_overflow_nor_vanish(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (float value in new[] { 2e19f, 3e38f, 1e-25f })
        {
            Matrix matrix = new(1, 33, 0);
            for (int j = 0; j < 33; j++)
            {
                matrix[0, j] = value;
            }

            double expected = 33 * (double)value * value;
            Assert.Equal(expected, kernels.SumOfSquares(matrix.Pointer, matrix.Stride), 1e-12 * expected);
        }
    }

    // Each column is (3, 4) times a number, so its norm is 5 times that number.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void The_norm_limit_applies_to_columns_of_any_scale(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((float scale, float limit) in new[] { (5e18f, 1f), (2e37f, 1e-3f), (1e-25f, 1e-28f), (1f, 1e-20f) })
        {
            Matrix matrix = new(2, 33, 0);
            for (int j = 0; j < 33; j++)
            {
                (matrix[0, j], matrix[1, j]) = (3 * scale, 4 * scale);
            }

            matrix[1, 5] = float.NaN;
            matrix[1, 20] = float.PositiveInfinity;
            kernels.LimitColumns(matrix.Pointer, matrix.Stride, 2, 0, matrix.Stride, limit);
            for (int j = 0; j < 33; j++)
            {
                if (j is 5 or 20)
                {
                    Assert.Equal((3 * scale, j == 5 ? float.NaN : float.PositiveInfinity), (matrix[0, j], matrix[1, j]));
                    continue;
                }

                Assert.Equal(0.6 * limit, matrix[0, j], 1e-6 * limit);
                Assert.Equal(0.8 * limit, matrix[1, j], 1e-6 * limit);
            }
        }
    }

    private static void Check(KernelSet kernels, int rows, int columns, bool usesBatchStatistics)
    {
        const double Epsilon = 1e-3;
        Matrix x = new(rows, columns, 1), gamma = new(1, columns, 2), beta = new(1, columns, 3);
        Matrix mean = new(1, columns, 4), variance = new(1, columns, 5);
        Matrix y = new(rows, columns, 0), g = new(rows, columns, 6), dx = new(rows, columns, 0);
        Matrix dGamma = new(1, columns, 0), dBeta = new(1, columns, 0);
        for (int j = 0; j < columns; j++)
        {
            variance[0, j] = Math.Abs(variance[0, j]);
        }

        NormalizationArguments arguments = new()
        {
            Input = x.Pointer,
            InputStride = x.Stride,
            Output = y.Pointer,
            OutputStride = y.Stride,
            Gamma = gamma.Pointer,
            Beta = beta.Pointer,
            Mean = mean.Pointer,
            Variance = variance.Pointer,
            Rows = rows,
            Epsilon = (float)Epsilon,
        };
        if (usesBatchStatistics)
        {
            kernels.NormalizationStatistics(arguments, 0, x.Stride);
            mean.CheckAll((_, j) => Average(rows, i => x[i, j]), 1e-6);
            variance.CheckAll((_, j) => Average(rows, i => (x[i, j] - mean[0, j]) * (x[i, j] - mean[0, j])), 1e-6);
        }

        // The columns are processed in two parts, as two threads would do.
        int cut = AlignedBuffer.LineLength;
        kernels.Normalize(arguments, 0, cut);
        kernels.Normalize(arguments, cut, x.Stride);
        double Deviation(int j) => Math.Sqrt(variance[0, j] + Epsilon);
        double Normal(int i, int j) => (x[i, j] - mean[0, j]) / Deviation(j);
        y.CheckAll((i, j) => (gamma[0, j] * Normal(i, j)) + beta[0, j], 2e-5);

        arguments.Output = g.Pointer;
        arguments.OutputStride = g.Stride;
        arguments.InputGradient = dx.Pointer;
        arguments.InputGradientStride = dx.Stride;
        arguments.GammaGradient = dGamma.Pointer;
        arguments.BetaGradient = dBeta.Pointer;
        float share = usesBatchStatistics ? 1f / rows : 0;
        kernels.NormalizationSums(arguments, 0, cut);
        kernels.NormalizationGradient(arguments, share, 0, cut);
        kernels.NormalizationSums(arguments, cut, x.Stride);
        kernels.NormalizationGradient(arguments, share, cut, x.Stride);
        dBeta.CheckAll((_, j) => rows * Average(rows, i => g[i, j]), 2e-5);
        dGamma.CheckAll((_, j) => rows * Average(rows, i => g[i, j] * Normal(i, j)), 2e-4);
        dx.CheckAll((i, j) =>
        {
            double rest = usesBatchStatistics
                ? g[i, j] - Average(rows, r => g[r, j]) - (Normal(i, j) * Average(rows, r => g[r, j] * Normal(r, j)))
                : g[i, j];
            return gamma[0, j] / Deviation(j) * rest;
        }, 2e-4);
        Assert.All(dx.Padding.Concat(y.Padding), value => Assert.Equal(0, value));
    }

    private static double Average(int rows, Func<int, double> value) => Enumerable.Range(0, rows).Average(value);
}
