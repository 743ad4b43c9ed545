using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>A cursor over cached columns, in their order or in a given one.</summary>
internal sealed class CacheCursor : RootCursor
{
    private readonly CacheView _view;
    private readonly RowBlocks? _blocks;
    private readonly int[]? _order;
    private int _nextInOrder;

    public CacheCursor(CacheView view, DataViewSchema.Column[] columns, RowBlocks blocks) : base(view.Schema, columns)
    {
        _view = view;
        _blocks = blocks;
    }

    public CacheCursor(CacheView view, DataViewSchema.Column[] columns, int[] order) : base(view.Schema, columns)
    {
        _view = view;
        _order = order;
    }

    /// <summary>The row of the cache on which the cursor stands; -1 where on none.</summary>
    public long CachedRow { get; private set; } = -1;

    public override long Batch => _blocks?.Block ?? 0;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new DataViewRowId((ulong)CachedRow, 0);
    };

    protected override bool MoveNextCore()
    {
        CachedRow = _blocks is not null ? _blocks.Next() : _nextInOrder < _order!.Length ? _order[_nextInOrder++] : -1;
        return CachedRow >= 0;
    }

    protected override Delegate CreateGetter(DataViewSchema.Column column) => _view.ColumnAt(column.Index).CreateGetter(this);

    /// <exception cref="InvalidOperationException">The cursor stands on no row.</exception>
    internal long CheckedRow()
    {
        CheckOnRow();
        return CachedRow;
    }
}
