using System.Collections.Concurrent;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>A matrix in the layout that kernels need: each row is padded to whole cache lines.</summary>
internal sealed unsafe class Matrix
{
    // Kernels receive pointers, which do not keep buffers alive. This bag keeps all buffers alive until the tests end.
    private static readonly ConcurrentBag<AlignedBuffer> s_buffers = [];

    private readonly AlignedBuffer _buffer;

    /// <summary>
    /// A share of 1/valuesPerNonzero of the elements, on average, is uniform in [-scale, scale); the rest are 0. The key is the seed; with
    /// key 0, all elements are 0.
    /// </summary>
    public Matrix(int rows, int columns, ulong key, int valuesPerNonzero = 1, float scale = 1)
    {
        Rows = rows;
        Columns = columns;
        Stride = AlignedBuffer.Pad(columns);
        _buffer = new AlignedBuffer((long)Math.Max(1, rows) * Math.Max(1, Stride));
        s_buffers.Add(_buffer);
        Xoshiro256 random = new(key);
        for (int i = 0; i < rows && key != 0; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                this[i, j] = random.NextInt32(valuesPerNonzero) == 0 ? ((2 * random.NextSingle()) - 1) * scale : 0;
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Stride { get; }

    public float* Pointer => _buffer.Pointer;

    public ref float this[int row, int column] => ref _buffer.Span[(row * Stride) + column];

    public float[] Padding => _buffer.Span[Columns..Stride].ToArray();

    public float[] ToArray() => _buffer.Span.ToArray();

    public void CheckAll(Func<int, int, double> expected, double tolerance)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                double value = expected(i, j);
                if (!(Math.Abs(this[i, j] - value) <= tolerance))
                {
                    Assert.Fail($"[{i}, {j}] of {Rows} x {Columns} is {this[i, j]:R}, expected {value:R}.");
                }
            }
        }
    }
}
