namespace Microsoft.ML.Data;

/// <summary>
/// A view whose columns are kept in memory from the first time that they are asked for. Those that nobody asks for are
/// neither computed nor kept.
/// </summary>
internal sealed class CacheView(IDataView input) : IDataView
{
    private readonly CachedColumn?[] _columns = new CachedColumn?[input.Schema.Count];
    private readonly Lock _lock = new();
    private long? _rowCount;

    public DataViewSchema Schema => input.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => _rowCount ?? input.GetRowCount();

    /// <summary>Reads the columns that are not held yet, all in one pass.</summary>
    public void Fill(IEnumerable<DataViewSchema.Column> columns)
    {
        lock (_lock)
        {
            DataViewSchema.Column[] missing = columns.Where(c => _columns[c.Index] is null).DistinctBy(c => c.Index).ToArray();
            if (missing.Length == 0 && _rowCount is not null)
                return;
            CachedColumn[] filled = Array.ConvertAll(missing, CachedColumn.Create);
            long rows = 0;
            using (DataViewRowCursor cursor = input.GetRowCursor(missing))
            {
                Action[] append = filled.Select((column, i) => column.CreateAppender(cursor, missing[i])).ToArray();
                for (; cursor.MoveNext(); rows++)
                {
                    foreach (Action action in append)
                        action();
                }
            }
            for (int i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = filled[i];
            _rowCount = rows;
        }
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = columnsNeeded.ToArray();
        Fill(columns);
        return rand is null
            ? new CacheCursor(this, columns, new RowBlocks(_rowCount!.Value, 0, 1))
            : new CacheCursor(this, columns, RandomOrder(checked((int)_rowCount!.Value), rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        if (rand is not null || n <= 1)
            return [GetRowCursor(columnsNeeded, rand)];
        DataViewSchema.Column[] columns = columnsNeeded.ToArray();
        Fill(columns);
        var cursors = new DataViewRowCursor[n];
        for (int i = 0; i < n; i++)
            cursors[i] = new CacheCursor(this, columns, new RowBlocks(_rowCount!.Value, i, n));
        return cursors;
    }

    internal CachedColumn ColumnAt(int index) => _columns[index]!;

    private static int[] RandomOrder(int count, Random random)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }
}
