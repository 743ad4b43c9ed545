namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// How weights lie in memory: in panels of 64 columns, each with its rows one after another. A thread that has some columns of a matrix then
/// has memory of its own, which no other core writes to or fetches ahead, and products read it in order, whatever the matrix's width.
/// </summary>
internal static class Panel
{
    /// <summary>The columns of a panel, but for the last.</summary>
    public const int Width = 4 * AlignedBuffer.LineLength;

    /// <summary>From one row to the next in the panel that a column is in, in floats.</summary>
    /// <param name="column">The column.</param>
    /// <param name="columns">The columns of the whole matrix, a multiple of a line.</param>
    public static int Stride(int column, int columns) => Math.Min(Width, columns - (column / Width * Width));

    /// <summary>Where row 0 of column 0 would be if all columns lay as those of this column's panel: its rows are at + row · stride + column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows of the matrix.</param>
    public static nint Origin(int column, int rows)
    {
        nint first = column / Width * Width;
        return (first * rows) - first;
    }
}
