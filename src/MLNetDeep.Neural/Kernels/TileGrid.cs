namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// Cuts a matrix into tiles that threads take one by one. Every number of the result is summed within one tile in one order, so that the
/// cut (which depends on the number of threads) never shows in the result.
/// </summary>
/// <remarks>
/// Columns are shared out first, and tiles are numbered down the columns: a thread then has the same columns of a layer's weights in all
/// products with them and in their update, and the weights stay in its cache.
/// </remarks>
internal readonly struct TileGrid
{
    private const int RowGranularity = 8;
    private const int MinTileColumns = 64;
    private const int MaxTileColumns = 128;
    private const int TilesPerThread = 2;

    private readonly int _rows;
    private readonly int _lines;
    private readonly int _tileRows;
    private readonly int _tilesAcross;
    private readonly int _tilesDown;

    public TileGrid(int rows, int columns, int threads)
    {
        _rows = rows;
        _lines = columns / AlignedBuffer.LineLength;

        // Enough that none is too wide, a multiple of the threads where they can be wide enough.
        int across = (columns + MaxTileColumns - 1) / MaxTileColumns;
        int most = Math.Max(1, columns / MinTileColumns);
        int even = (across + threads - 1) / threads * threads;
        _tilesAcross = even <= most ? even : Math.Max(across, Math.Min(most, threads));
        bool isEven = _tilesAcross % threads == 0;
        int wanted = threads == 1 ? 1 : isEven ? Math.Max(1, TilesPerThread * threads / _tilesAcross) : TilesPerThread * threads;
        int tileRows = (rows + wanted - 1) / wanted;
        _tileRows = Math.Max(1, (tileRows + RowGranularity - 1) / RowGranularity) * RowGranularity;
        _tilesDown = (rows + _tileRows - 1) / _tileRows;
        Count = _tilesDown * _tilesAcross;
    }

    public int Count { get; }

    public Tile this[int index]
    {
        get
        {
            int row = index % _tilesDown * _tileRows;
            int across = index / _tilesDown;
            return new Tile(row, Math.Min(row + _tileRows, _rows), FirstColumn(across), FirstColumn(across + 1));
        }
    }

    private int FirstColumn(int across) => (int)((long)_lines * across / _tilesAcross) * AlignedBuffer.LineLength;
}
