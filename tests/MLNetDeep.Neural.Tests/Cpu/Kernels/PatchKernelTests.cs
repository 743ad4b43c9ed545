using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the products of patches of every SIMD width with plain loops in doubles, with the tolerances of <see cref="KernelTests"/>. Rows of
/// the left operand begin at any place, terms have gaps, and nothing beyond the columns of the result may change.
/// </summary>
public unsafe class PatchKernelTests
{
    private const float Untouched = -77;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    // Rows, segments, terms of a segment, their distance, columns.
    private static (int Rows, int Segments, int Length, int Stride, int Columns)[] Shapes =>
    [
        (1, 1, 1, 1, 1), (2, 3, 2, 1, 3), (3, 2, 5, 2, 15), (7, 1, 9, 1, 16), (8, 3, 3, 1, 17), (9, 2, 4, 3, 31), (12, 1, 25, 1, 32),
        (15, 3, 6, 1, 33), (16, 4, 1, 1, 47), (29, 2, 7, 1, 6), (40, 3, 12, 1, 64), (5, 3, 0, 1, 20),
    ];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Forward_computes_the_activation_of_the_bias_plus_the_product(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int segments, int length, int stride, int columns) in Shapes)
        {
            foreach (ActivationFunction function in Enum.GetValues<ActivationFunction>().Where(function => function <= ActivationFunction.Tanh))
            {
                Operands operands = new(rows, segments, length, stride, columns);
                Matrix bias = new(1, columns, 3);
                kernels.Forward(operands.Product, bias.Pointer, function);
                operands.Check((row, column) => Apply(function, bias[0, column] + operands.Sum(row, column)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Add_adds_the_product_to_the_result(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int segments, int length, int stride, int columns) in Shapes)
        {
            Operands operands = new(rows, segments, length, stride, columns);
            kernels.Add(operands.Product);
            operands.Check((row, column) => Untouched + operands.Sum(row, column), Math.Abs(Untouched));
        }
    }

    // The same sums in the same order, whichever block a row is in.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void A_range_of_rows_has_the_bits_of_all_rows(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        Operands whole = new(29, 3, 5, 1, 40), parts = new(29, 3, 5, 1, 40);
        Matrix bias = new(1, 40, 3);
        kernels.Forward(whole.Product, bias.Pointer, ActivationFunction.Linear);
        foreach ((int first, int end) in new[] { (0, 1), (1, 4), (4, 17), (17, 29) })
        {
            PatchProduct product = parts.Product;
            (product.FirstRow, product.EndRow) = (first, end);
            kernels.Forward(product, bias.Pointer, ActivationFunction.Linear);
        }

        Assert.Equal(whole.Result.ToArray(), parts.Result.ToArray());
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Partial_vectors_read_and_write_only_their_lanes(string tier)
    {
        switch (Enum.Parse<SimdTier>(tier))
        {
            case SimdTier.Vector512:
                CheckPartial<Simd512, System.Runtime.Intrinsics.Vector512<float>>();
                break;
            case SimdTier.Vector256:
                CheckPartial<Simd256, System.Runtime.Intrinsics.Vector256<float>>();
                break;
            case SimdTier.Vector128:
                CheckPartial<Simd128, System.Runtime.Intrinsics.Vector128<float>>();
                break;
            default:
                CheckPartial<SimdScalar, float>();
                break;
        }
    }

    private static void CheckPartial<S, V>()
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        Matrix source = new(1, 32, 1), loaded = new(1, 32, 0), stored = new(1, 32, 0);
        for (int count = 1; count <= S.Lanes; count++)
        {
            S.Store(S.LoadPartial(source.Pointer + 3, count), loaded.Pointer);
            for (int column = 0; column < 32; column++)
            {
                stored[0, column] = Untouched;
            }

            S.StorePartial(S.Load(source.Pointer + 3), stored.Pointer + 5, count);
            for (int lane = 0; lane < S.Lanes; lane++)
            {
                Assert.Equal(lane < count ? source[0, 3 + lane] : 0, loaded[0, lane]);
                Assert.Equal(lane < count ? source[0, 3 + lane] : Untouched, stored[0, 5 + lane]);
            }

            Assert.Equal(Untouched, stored[0, 4]);
        }
    }

    private static double Apply(ActivationFunction function, double sum) => function switch
    {
        ActivationFunction.Relu => Math.Max(0, sum),
        ActivationFunction.Sigmoid => 1 / (1 + Math.Exp(-sum)),
        ActivationFunction.Tanh => Math.Tanh(sum),
        _ => sum,
    };

    // The rows of the left operand begin at places in no order, and those of the result lie side by side with one value between them.
    private sealed class Operands
    {
        private readonly Matrix _left;
        private readonly Matrix _right;
        private readonly IndexTable _leftRows;
        private readonly IndexTable _segments;
        private readonly IndexTable _resultRows;
        private readonly int _length;
        private readonly int _stride;
        private readonly int _columns;

        public Operands(int rows, int segments, int length, int stride, int columns)
        {
            (_length, _stride, _columns) = (length, stride, columns);
            _leftRows = new(Enumerable.Range(0, rows).Select(row => row * 7 % 23));
            _segments = new(Enumerable.Range(0, segments).Select(segment => segment * 13 % 37));
            _resultRows = new(Enumerable.Range(0, rows).Select(row => row * (columns + 1)));
            _left = new(1, 60 + (length * stride), 1);
            _right = new(segments * length, columns, 2);
            Result = new(1, (rows * (columns + 1)) + 16, 0);
            for (int i = 0; i < Result.Columns; i++)
            {
                Result[0, i] = Untouched;
            }
        }

        public Matrix Result { get; }

        public PatchProduct Product => new()
        {
            Left = _left.Pointer,
            LeftRows = _leftRows.Pointer,
            Segments = _segments.Pointer,
            SegmentCount = _segments.Length,
            SegmentLength = _length,
            LeftStride = _stride,
            Right = _right.Pointer,
            RightStride = _right.Stride,
            Result = Result.Pointer,
            ResultRows = _resultRows.Pointer,
            FirstRow = 0,
            EndRow = _leftRows.Length,
            Columns = _columns,
        };

        public double Sum(int row, int column)
        {
            double sum = 0;
            for (int k = 0; k < _right.Rows; k++)
            {
                int place = _leftRows.Pointer[row] + _segments.Pointer[k / _length] + (k % _length * _stride);
                sum += (double)_left[0, place] * _right[k, column];
            }

            return sum;
        }

        public void Check(Func<int, int, double> expected, double scale = 1)
        {
            int rowLength = _columns + 1;
            for (int i = 0; i < Result.Columns; i++)
            {
                (int row, int column) = (i / rowLength, i % rowLength);
                if (row >= _leftRows.Length || column == _columns)
                {
                    Assert.Equal(Untouched, Result[0, i]);
                    continue;
                }

                Assert.Equal(expected(row, column), Result[0, i], 2e-7 * (_right.Rows + 8) * scale);
            }
        }
    }
}
