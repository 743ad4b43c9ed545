namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// Cuts a matrix into tiles that threads take one by one. Every number of the result is summed within one tile in one order, so that the
/// cut (which depends on the number of threads) never shows in the result.
/// </summary>
internal readonly struct TileGrid
{
    private const int RowGranularity = 8;
    private const int MaxTileColumns = 128;
    private const int TilesPerThread = 4;

    private readonly int _rows;
    private readonly int _columns;
    private readonly int _tileRows;
    private readonly int _tileColumns;
    private readonly int _tilesAcross;

    public TileGrid(int rows, int columns, int threads)
    {
        _rows = rows;
        _columns = columns;
        _tileColumns = Math.Min(columns, MaxTileColumns);
        _tilesAcross = (columns + _tileColumns - 1) / _tileColumns;
        int wanted = threads == 1 ? 1 : Math.Max(1, threads * TilesPerThread / _tilesAcross);
        int tileRows = (rows + wanted - 1) / wanted;
        _tileRows = Math.Max(1, (tileRows + RowGranularity - 1) / RowGranularity) * RowGranularity;
        Count = (rows + _tileRows - 1) / _tileRows * _tilesAcross;
    }

    public int Count { get; }

    public Tile this[int index]
    {
        get
        {
            int row = index / _tilesAcross * _tileRows;
            int column = index % _tilesAcross * _tileColumns;
            return new Tile(row, Math.Min(row + _tileRows, _rows), column, Math.Min(column + _tileColumns, _columns));
        }
    }
}
