namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Divides a matrix into tiles that threads take one by one. The tile size depends on the number of threads, but the result does not: each
/// element is summed within one tile, always in the same order.
/// </summary>
/// <remarks>
/// No tile is wider than a <see cref="Panel"/>, and tiles are numbered panel by panel from top to bottom. A thread therefore uses the same
/// weights in all products and in their update, and these weights stay in its cache.
/// </remarks>
internal readonly struct TileGrid
{
    private const int RowGranularity = 8;
    private const int TilesPerThread = 2;

    private readonly int _rows;
    private readonly int _columns;
    private readonly int _tileRows;
    private readonly int _tilesPerPanel;

    public TileGrid(int rows, int columns, int threads)
    {
        _rows = rows;
        _columns = columns;
        int panels = (columns + Panel.Width - 1) / Panel.Width;

        // If the panels cannot be divided evenly among the threads, all threads share each panel.
        int wantedTiles = threads == 1 ? 1
            : panels % threads == 0 ? Math.Max(1, TilesPerThread * threads / panels)
            : TilesPerThread * threads;
        int tileRows = (rows + wantedTiles - 1) / wantedTiles;
        _tileRows = Math.Max(1, (tileRows + RowGranularity - 1) / RowGranularity) * RowGranularity;
        _tilesPerPanel = (rows + _tileRows - 1) / _tileRows;
        Count = _tilesPerPanel * panels;
    }

    public int Count { get; }

    public Tile this[int index]
    {
        get
        {
            int row = index % _tilesPerPanel * _tileRows;
            int column = index / _tilesPerPanel * Panel.Width;
            return new Tile(row, Math.Min(row + _tileRows, _rows), column, Math.Min(column + Panel.Width, _columns));
        }
    }
}
