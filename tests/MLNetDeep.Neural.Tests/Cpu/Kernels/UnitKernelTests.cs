using MLNetDeep.Conformance;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the kernels for values that lie together unit by unit with plain loops in doubles. The tolerances are those of
/// <see cref="KernelTests"/>. Each shape has other numbers of rows beyond whole blocks.
/// </summary>
public unsafe class UnitKernelTests
{
    private static readonly (int Left, int Right, int Depth)[] s_shapes =
        [(1, 1, 16), (4, 4, 32), (5, 2, 48), (2, 7, 16), (3, 3, 256), (8, 9, 80), (11, 6, 16), (4, 32, 160)];

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Products_of_rows_are_added(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int columns, int depth) in s_shapes)
        {
            Matrix left = new(rows, depth, 1), right = new(columns, depth, 2), before = new(rows, columns, 3), result = new(rows, columns, 3);
            RowProduct product = new()
            {
                Left = left.Pointer,
                LeftStride = left.Stride,
                LeftRows = rows,
                Right = right.Pointer,
                RightStride = right.Stride,
                RightRows = columns,
                ResultStride = result.Stride,
                Depth = depth,
            };
            kernels.Add(product, result.Pointer);
            double tolerance = 2e-7 * (depth + 8);
            result.CheckAll((i, j) => before[i, j] + Enumerable.Range(0, depth).Sum(k => (double)left[i, k] * right[j, k]), tolerance);
            Assert.Equal(before.Padding, result.Padding);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Sums_of_rows_are_added(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, _, int depth) in s_shapes)
        {
            Matrix values = new(rows, depth, 1), before = new(1, rows, 2), result = new(1, rows, 2);
            kernels.AddSums(values.Pointer, values.Stride, rows, depth, result.Pointer);
            double tolerance = 2e-7 * (depth + 8);
            result.CheckAll((_, i) => before[0, i] + Enumerable.Range(0, depth).Sum(k => (double)values[i, k]), tolerance);
            Assert.Equal(before.Padding, result.Padding);
        }
    }

    // The derivatives of relu, sigmoid and tanh from their outputs y: 1 if y > 0, otherwise 0; y (1 - y); 1 - y².
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Products_are_multiplied_by_derivatives(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        Check(ActivationFunction.Linear, y => 1);
        Check(ActivationFunction.Relu, y => y > 0 ? 1 : 0);
        Check(ActivationFunction.Sigmoid, y => y * (1 - y));
        Check(ActivationFunction.Tanh, y => 1 - (y * y));

        void Check(ActivationFunction function, Func<double, double> derivative)
        {
            Matrix left = new(13, 7, 1), right = new(7, 48, 2), saved = new(13, 48, 3), result = new(13, 48, 0);
            DenseProduct product = new()
            {
                Left = left.Pointer,
                LeftRowStride = left.Stride,
                LeftDepthStride = 1,
                Right = right.Pointer,
                RightStride = right.Stride,
                ResultStride = result.Stride,
                Depth = 7,
            };
            kernels.Backward(product, function, saved.Pointer, result.Pointer, new Tile(0, 13, 0, 48));
            result.CheckAll((i, j) => Enumerable.Range(0, 7).Sum(k => (double)left[i, k] * right[k, j]) * derivative(saved[i, j]), 5e-6);
        }
    }

    [Fact]
    public void Selected_rows_are_transposed()
    {
        int[] rows = [5, 0, 3, 3, 9, 1, 8];
        foreach (int columns in (int[])[1, 3, 4, 6, 9])
        {
            float[] source = Samples.Floats(10 * columns);
            Matrix result = new(columns, rows.Length, 0);
            Transposition.Run(source, columns, rows, result.Pointer, result.Stride);
            result.CheckAll((i, j) => source[(rows[j] * columns) + i], 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Run(source, columns, [0, 10], result.Pointer, result.Stride));
            Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Run(source, columns, [-1], result.Pointer, result.Stride));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Units_are_activated_with_their_own_biases(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (Activation activation in (Activation[])[Activation.Tanh, new LeakyRelu(0.2), Activation.Linear])
        {
            Matrix sums = new(5, 48, 1), bias = new(1, 5, 2), result = new(5, 48, 0);
            kernels.ActivateUnits(ActivationKind.For(activation), bias.Pointer, sums.Pointer, result.Pointer, 5, sums.Stride, 48);
            result.CheckAll((i, j) => ReferenceActivation.Value(activation, sums[i, j] + bias[0, i]), 4e-7);
        }
    }
}
