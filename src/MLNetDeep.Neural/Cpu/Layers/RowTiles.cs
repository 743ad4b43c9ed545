namespace MLNetDeep.Neural.Cpu;

/// <summary>Groups of 16 rows, the unit of work of loops that handle each value by itself.</summary>
internal static class RowTiles
{
    private const int RowsPerTile = 16;

    /// <summary>The number of tiles of a batch.</summary>
    public static int Count(int rows) => (rows + RowsPerTile - 1) / RowsPerTile;

    /// <summary>Where a tile's values lie, padding included.</summary>
    /// <param name="tile">The tile, counted from 0.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="stride">The distance from one row to the next, in floats.</param>
    public static (long Offset, int Count) Extent(int tile, int rows, int stride)
    {
        int row = tile * RowsPerTile;
        return ((long)row * stride, Math.Min(RowsPerTile, rows - row) * stride);
    }
}
