namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The layout of weights in memory: panels of 64 columns, each with its rows one after another. A thread that works on some panels shares
/// no memory with other threads, not even by prefetching, and products read a panel sequentially, whatever the width of the matrix.
/// </summary>
internal static class Panel
{
    /// <summary>The number of columns in a panel; the last one may have fewer.</summary>
    public const int Width = 4 * AlignedBuffer.LineLength;

    /// <summary>The distance from one row to the next in the panel of a column, in floats.</summary>
    /// <param name="column">The column.</param>
    /// <param name="columns">The number of columns of the whole matrix, a multiple of a line.</param>
    public static int Stride(int column, int columns) => Math.Min(Width, columns - (column / Width * Width));

    /// <summary>The offset such that element [row, column] of the panel of this column is at origin + row · stride + column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    public static nint Origin(int column, int rows)
    {
        nint first = column / Width * Width;
        return (first * rows) - first;
    }
}
