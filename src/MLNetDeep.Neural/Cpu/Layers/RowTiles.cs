namespace MLNetDeep.Neural.Cpu;

/// <summary>Divides a batch into tiles of 16 rows, for elementwise operations that threads share.</summary>
internal static class RowTiles
{
    private const int RowsPerTile = 16;

    /// <summary>The number of tiles in a batch.</summary>
    public static int Count(int rows) => (rows + RowsPerTile - 1) / RowsPerTile;

    /// <summary>The first row of a tile and the row after its last.</summary>
    /// <param name="tile">The zero-based tile index.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    public static (int First, int End) Rows(int tile, int rows)
    {
        int first = tile * RowsPerTile;
        return (first, Math.Min(first + RowsPerTile, rows));
    }

    /// <summary>The position and number of a tile's values, padding included, in floats.</summary>
    /// <param name="tile">The zero-based tile index.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="stride">The row stride, in floats.</param>
    public static (long Offset, int Count) Extent(int tile, int rows, int stride)
    {
        (int first, int end) = Rows(tile, rows);
        return ((long)first * stride, (end - first) * stride);
    }
}
