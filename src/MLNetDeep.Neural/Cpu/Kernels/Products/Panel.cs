namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The layout of weights in memory: panels of 64 columns, each stored row by row. Threads that process different panels share no memory,
/// not even by prefetching, and products read a panel sequentially, whatever the width of the matrix.
/// </summary>
internal static class Panel
{
    /// <summary>The number of columns in a panel; the last panel may have fewer.</summary>
    public const int Width = 4 * AlignedBuffer.LineLength;

    /// <summary>The row stride of the panel that contains a column, in floats.</summary>
    /// <param name="column">The column.</param>
    /// <param name="columns">The number of columns of the whole matrix, a multiple of a cache line.</param>
    public static int Stride(int column, int columns) => Math.Min(Width, columns - (column / Width * Width));

    /// <summary>
    /// The origin of the panel that contains a column. Element [row, column] of the matrix is at offset origin + row · stride + column.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    public static nint Origin(int column, int rows)
    {
        nint first = column / Width * Width;
        return (first * rows) - first;
    }
}
