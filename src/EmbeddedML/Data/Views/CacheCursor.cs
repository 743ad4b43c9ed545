using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>A cursor over cached columns.</summary>
internal sealed class CacheCursor : RootCursor
{
    private readonly CacheView _view;
    private readonly long _rowCount;
    private readonly int[]? _order;
    private readonly RowBlocks? _blocks;
    private readonly Exception? _error;
    private long _place = -1;
    private long _batch;

    /// <param name="view">The cache.</param>
    /// <param name="columns">The columns that will be read.</param>
    /// <param name="rowCount">The number of rows in the cache.</param>
    /// <param name="order">The rows in the order in which they are read; null for their own.</param>
    /// <param name="blocks">The blocks that the cursors of a set share, each block a batch; null for a cursor that reads all rows.</param>
    /// <param name="error">Why the columns are not in the cache.</param>
    public CacheCursor(CacheView view, DataViewSchema.Column[] columns, long rowCount, int[]? order, RowBlocks? blocks, Exception? error)
        : base(view.Schema, columns)
    {
        _view = view;
        _rowCount = rowCount;
        _order = order;
        _blocks = blocks;
        _error = error;
        _batch = blocks is null ? 0 : -1;
    }

    /// <summary>The row of the cache on which the cursor stands; -1 where on none.</summary>
    public long CachedRow { get; private set; } = -1;

    public override long Batch => _batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new DataViewRowId((ulong)CachedRow, 0);
    };

    protected override bool MoveNextCore()
    {
        if (_error is not null)
            throw new InvalidOperationException($"The rows to keep in memory could not be read: {_error.Message}", _error);
        _place++;
        if (_blocks is not null && _place % RowBlocks.Size == 0)
        {
            _batch = _blocks.After(_batch);
            _place = _batch * RowBlocks.Size;
        }
        CachedRow = _place >= _rowCount ? -1 : _order is null ? _place : _order[_place];
        return CachedRow >= 0;
    }

    protected override Delegate CreateGetter(DataViewSchema.Column column) => _view.ColumnAt(column).CreateGetter(this);

    /// <exception cref="InvalidOperationException">The cursor stands on no row.</exception>
    internal long CheckedRow()
    {
        CheckOnRow();
        return CachedRow;
    }
}
