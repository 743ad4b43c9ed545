using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the kernels of every SIMD width that the process supports with plain loops in doubles. <see cref="TierTests"/> repeats
/// these tests in processes without the wider instructions. A sum of k products is rounded about k times. The relative error of each
/// rounding is up to 6e-8, and the sums stay near 1 to 3, so the tests allow 2e-7 per product and 8 products more.
/// </summary>
public unsafe class KernelTests
{
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 64, 100, 511, 512, 513, 520];

    /// <summary>
    /// The widths that this process has. A process that <see cref="TierTests"/> starts tests its widest one alone, since the others have
    /// processes of their own.
    /// </summary>
    public static TheoryData<string> Tiers =>
    [
        .. Enum.GetValues<SimdTier>()
            .Where(tier => Environment.GetEnvironmentVariable(TierTests.ExpectedTier) is null ? tier <= KernelSet.BestTier : tier == KernelSet.BestTier)
            .Select(tier => tier.ToString()),
    ];

    // Each size is used once as the number of rows, once as the depth and once as the number of columns. The other two dimensions take
    // sizes from a fixed sequence.
    public static IEnumerable<(int Rows, int Depth, int Columns)> Shapes
    {
        get
        {
            for (int i = 0; i < Sizes.Length; i++)
            {
                int a = Sizes[(i * 5) % Sizes.Length] % 128;
                int b = Sizes[((i * 7) + 3) % Sizes.Length];
                yield return (Sizes[i], Math.Max(1, a), Math.Max(1, b % 128));
                yield return (Math.Max(1, a), Sizes[i], Math.Max(1, b % 64));
                yield return (Math.Max(1, b % 64), Math.Max(1, a), Sizes[i]);
            }

            yield return (3, 0, 17);
        }
    }

    [Fact]
    public void The_process_has_the_expected_tier()
    {
        if (Environment.GetEnvironmentVariable(TierTests.ExpectedTier) is { } expected)
        {
            Assert.Equal(expected, KernelSet.BestTier.ToString());
        }
        else if (Avx512F.IsSupported)
        {
            // .NET does not use AVX-512 on processors that become slow with it.
            Assert.InRange(KernelSet.BestTier, SimdTier.Vector256, SimdTier.Vector512);
        }
        else
        {
            SimdTier widest = Avx2.IsSupported ? SimdTier.Vector256
                : Sse2.IsSupported || AdvSimd.IsSupported ? SimdTier.Vector128
                : SimdTier.Scalar;
            Assert.Equal(widest, KernelSet.BestTier);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Forward_computes_the_product_plus_bias(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int depth, int columns) in Shapes)
        {
            Matrix left = new(rows, depth, 1), right = new(depth, columns, 2), bias = new(1, columns, 3), result = new(rows, columns, 0);
            DenseProduct product = Product(left, right, result, transposeLeft: false);
            foreach (Tile tile in Tiles(rows, result.Stride))
            {
                kernels.Forward(product, bias.Pointer, ActivationFunction.Linear, result.Pointer, tile);
            }

            result.CheckAll((i, j) => bias[0, j] + Sum(depth, k => left[i, k] * right[k, j]), 2e-7 * (depth + 8));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Update_with_a_transposed_left_operand_computes_the_weight_gradient(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int depth, int columns) in Shapes)
        {
            Matrix left = new(depth, rows, 1), right = new(depth, columns, 2), result = new(rows, columns, 0);
            DenseProduct product = Product(left, right, result, transposeLeft: true);
            foreach (Tile tile in Tiles(rows, result.Stride))
            {
                kernels.Update(product, new UpdateArguments { Kind = UpdateKind.Store }, result.Pointer, tile);
            }

            result.CheckAll((i, j) => Sum(depth, k => left[k, i] * right[k, j]), 2e-7 * (depth + 8));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Sparse_product_is_bitwise_equal_to_the_dense_product(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int depth, int columns) in Shapes)
        {
            Matrix left = new(rows, depth, 1, valuesPerNonzero: 3), right = new(depth, columns, 2), bias = new(1, columns, 3);
            Matrix dense = new(rows, columns, 0), sparse = new(rows, columns, 0);
            int[] starts = new int[rows], ends = new int[rows];
            List<int> indices = [];
            List<float> values = [];
            for (int i = 0; i < rows; i++)
            {
                starts[i] = values.Count;
                for (int k = 0; k < depth; k++)
                {
                    if (left[i, k] != 0)
                    {
                        indices.Add(k);
                        values.Add(left[i, k]);
                    }
                }

                ends[i] = values.Count;
            }

            Tile all = new(0, rows, 0, dense.Stride);
            kernels.Forward(Product(left, right, dense, transposeLeft: false), bias.Pointer, ActivationFunction.Relu, dense.Pointer, all);
            fixed (int* startPointer = starts, endPointer = ends, indexPointer = indices.ToArray())
            fixed (float* valuePointer = values.ToArray())
            {
                SparseProduct product = new()
                {
                    Starts = startPointer,
                    Ends = endPointer,
                    Indices = indexPointer,
                    Values = valuePointer,
                    Right = right.Pointer,
                    RightStride = right.Stride,
                    ResultStride = sparse.Stride,
                };
                kernels.Forward(product, bias.Pointer, ActivationFunction.Relu, sparse.Pointer, all);
            }

            Assert.Equal(dense.ToArray(), sparse.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Scattered_product_is_bitwise_equal_to_the_dense_gradient(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        UpdateArguments store = new() { Kind = UpdateKind.Store };
        foreach ((int inputs, int rows, int columns) in Shapes)
        {
            Matrix left = new(rows, inputs, 1, valuesPerNonzero: 3), right = new(rows, columns, 2);
            Matrix dense = new(inputs, columns, 0), scattered = new(inputs, columns, 0), sums = new(1, ScatteredProduct.SumsLength, 0);
            kernels.Update(Product(left, right, dense, transposeLeft: true), store, dense.Pointer, new Tile(0, inputs, 0, dense.Stride));
            int[] positions = new int[rows], ends = new int[rows], indices = new int[rows * inputs];
            float[] values = new float[rows * inputs];
            for (int i = 0; i < rows; i++)
            {
                positions[i] = i * inputs;
                ends[i] = positions[i];
                for (int k = 0; k < inputs; k++)
                {
                    if (left[i, k] != 0)
                    {
                        indices[ends[i]] = k;
                        values[ends[i]++] = left[i, k];
                    }
                }
            }

            fixed (int* positionPointer = positions, endPointer = ends, indexPointer = indices)
            fixed (float* valuePointer = values)
            {
                ScatteredProduct product = new()
                {
                    Positions = positionPointer,
                    Ends = endPointer,
                    Indices = indexPointer,
                    Values = valuePointer,
                    Rows = rows,
                    Right = right.Pointer,
                    Stride = right.Stride,
                    Sums = sums.Pointer,
                };
                int middle = inputs / 3;
                kernels.Update(product, store, scattered.Pointer, 0, middle);
                kernels.Update(product, store, scattered.Pointer, middle, inputs);
            }

            Assert.Equal(dense.ToArray(), scattered.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Fused_activations_equal_separate_activations(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (ActivationFunction function in Enum.GetValues<ActivationFunction>().Where(function => new ActivationKind(function).IsFused))
        {
            Matrix one = new(1, 1, 1), sums = new(1, 100, 2, scale: 10), bias = new(1, 100, 0);
            Matrix fused = new(1, 100, 0), separate = new(1, 100, 0);
            one[0, 0] = 1;
            Tile all = new(0, 1, 0, fused.Stride);
            kernels.Forward(Product(one, sums, fused, transposeLeft: false), bias.Pointer, function, fused.Pointer, all);
            kernels.Activate(new ActivationKind(function), sums.Pointer, separate.Pointer, separate.Stride);
            Assert.Equal(fused.ToArray(), separate.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Multiply_is_elementwise(string tier)
    {
        Matrix left = new(1, 100, 1), right = new(1, 100, 2), result = new(1, 100, 0);
        KernelSet.For(Enum.Parse<SimdTier>(tier)).Multiply(left.Pointer, right.Pointer, result.Pointer, result.Stride);
        result.CheckAll((_, j) => left[0, j] * right[0, j], 0);
    }

    [Fact]
    public void Exponentials_are_accurate_at_every_SIMD_width()
    {
        List<float> values = [0, -0f, 1e-10f, -1e-10f, 88.7f, -86.9f];
        for (float x = -86.9f; x < 88.7f; x += 0.0371f)
        {
            values.Add(x);
        }

        foreach (float x in values)
        {
            double exact = Math.Exp(x);
            Assert.Equal(1, Exponential<SimdScalar, float>.Apply(x) / exact, 1.5e-7);
            Assert.Equal(1, Exponential<Simd128, Vector128<float>>.Apply(Vector128.Create(x))[3] / exact, 1.5e-7);
            Assert.Equal(1, Exponential<Simd256, Vector256<float>>.Apply(Vector256.Create(x))[7] / exact, 1.5e-7);
            Assert.Equal(1, Exponential<Simd512, Vector512<float>>.Apply(Vector512.Create(x))[15] / exact, 1.5e-7);
        }

        (float X, float Result)[] special =
        [
            (0, 1), (-0f, 1), (-87.34f, 0), (-1e30f, 0), (float.NegativeInfinity, 0), (float.NaN, float.NaN),
            (88.73f, float.PositiveInfinity), (1e30f, float.PositiveInfinity), (float.PositiveInfinity, float.PositiveInfinity),
        ];
        foreach ((float x, float result) in special)
        {
            Assert.Equal(result, Exponential<SimdScalar, float>.Apply(x));
            Assert.Equal(result, Exponential<Simd128, Vector128<float>>.Apply(Vector128.Create(x))[3]);
            Assert.Equal(result, Exponential<Simd256, Vector256<float>>.Apply(Vector256.Create(x))[7]);
            Assert.Equal(result, Exponential<Simd512, Vector512<float>>.Apply(Vector512.Create(x))[15]);
        }
    }

    [Fact]
    public void Reciprocal_square_roots_are_accurate_at_every_SIMD_width()
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            float addend = i % 3 == 0 ? 1e-7f : i % 3 == 1 ? 1e-3f : 0;
            float square = i % 7 == 0 ? 1e-30f : MathF.Pow(10, -30 + (random.NextSingle() * 40));
            double exact = 1 / (Math.Sqrt(square) + addend);
            Assert.Equal(1, SimdScalar.ReciprocalOfRootPlus(square, addend) / exact, 5e-7);
            Assert.Equal(1, Simd128.ReciprocalOfRootPlus(Vector128.Create(square), Vector128.Create(addend))[3] / exact, 5e-7);
            Assert.Equal(1, Simd256.ReciprocalOfRootPlus(Vector256.Create(square), Vector256.Create(addend))[7] / exact, 5e-7);
            Assert.Equal(1, Simd512.ReciprocalOfRootPlus(Vector512.Create(square), Vector512.Create(addend))[15] / exact, 5e-7);
        }
    }

    // If a squared gradient overflows, the factor of the optimizer's step must be finite and negligible; with NaN, the weights would become NaN.
    [Fact]
    public void The_reciprocal_square_root_of_infinity_is_almost_zero()
    {
        Assert.InRange(SimdScalar.ReciprocalOfRootPlus(float.PositiveInfinity, 1e-7f), 0, 1e-19f);
        Assert.InRange(Simd128.ReciprocalOfRootPlus(Vector128<float>.One / 0, Vector128.Create(1e-7f))[3], 0, 1e-19f);
        Assert.InRange(Simd256.ReciprocalOfRootPlus(Vector256<float>.One / 0, Vector256.Create(1e-7f))[7], 0, 1e-19f);
        Assert.InRange(Simd512.ReciprocalOfRootPlus(Vector512<float>.One / 0, Vector512.Create(1e-7f))[15], 0, 1e-19f);
    }

    [Fact]
    public void Max_works_at_every_SIMD_width()
    {
        (float Left, float Right, float Larger)[] cases =
            [(1, 2, 2), (2, 1, 2), (-1, 0, 0), (0, float.NaN, float.NaN), (1, float.PositiveInfinity, float.PositiveInfinity)];
        foreach ((float left, float right, float larger) in cases)
        {
            Assert.Equal(larger, SimdScalar.Max(left, right));
            Assert.Equal(larger, Simd128.Max(Vector128.Create(left), Vector128.Create(right))[3]);
            Assert.Equal(larger, Simd256.Max(Vector256.Create(left), Vector256.Create(right))[7]);
            Assert.Equal(larger, Simd512.Max(Vector512.Create(left), Vector512.Create(right))[15]);
        }
    }

    [Fact]
    public void Dropout_masks_use_both_halves_of_each_draw()
    {
        const ulong Key = 12345, Position = 7;
        const uint Threshold = 1u << 30;
        Matrix mask = new(1, 160, 0);
        DropoutMask.Fill(mask.Pointer, mask.Stride, Key, Position, Threshold, 1.5f);
        for (int j = 0; j < 160; j++)
        {
            ulong draw = SplitMix64.At(Key, Position + (ulong)(j / 2));
            uint half = j % 2 == 0 ? (uint)draw : (uint)(draw >> 32);
            Assert.Equal(half < Threshold ? 0 : 1.5f, mask[0, j]);
        }
    }

    [Fact]
    public void Transpose_copies_every_value()
    {
        foreach ((int rows, _, int columns) in Shapes)
        {
            Matrix source = new(rows, columns, 1), result = new(columns, rows, 0);
            int middle = rows / 2;
            Transposition.Run(source.Pointer, source.Stride, columns, result.Pointer, result.Stride, 0, middle);
            Transposition.Run(source.Pointer, source.Stride, columns, result.Pointer, result.Stride, middle, rows);
            result.CheckAll((i, j) => source[j, i], 0);
        }
    }

    // Tiles of uneven height, so that row blocks of every height occur. Tiles are one to three cache lines wide.
    private static IEnumerable<Tile> Tiles(int rows, int stride)
    {
        int cut = Math.Min(rows, 13);
        int tileWidth = AlignedBuffer.LineLength * (1 + (rows % 3));
        for (int column = 0; column < stride; column += tileWidth)
        {
            yield return new Tile(0, cut, column, Math.Min(stride, column + tileWidth));
            yield return new Tile(cut, rows, column, Math.Min(stride, column + tileWidth));
        }
    }

    private static DenseProduct Product(Matrix left, Matrix right, Matrix result, bool transposeLeft) => new()
    {
        Left = left.Pointer,
        LeftRowStride = transposeLeft ? 1 : left.Stride,
        LeftDepthStride = transposeLeft ? left.Stride : 1,
        Right = right.Pointer,
        RightStride = right.Stride,
        ResultStride = result.Stride,
        Depth = transposeLeft ? left.Rows : left.Columns,
    };

    private static double Sum(int count, Func<int, double> term)
    {
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            sum += term(k);
        }

        return sum;
    }
}
