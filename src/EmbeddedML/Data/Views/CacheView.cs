using MLNetDeep.Rows;

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
        => Open(columnsNeeded, rand, 1)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => Open(columnsNeeded, rand, CursorSets.Count(n));

    private DataViewRowCursor[] Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? random, int count)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewSchema.Column[] columns = Schema.Where(c => active[c.Index]).ToArray();
        Fill(columns);
        long rows = _rowCount!.Value;
        int[]? order = random is null ? null : RandomOrder(checked((int)rows), random);
        RowBlocks? blocks = count == 1 ? null : new RowBlocks(count);
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new CacheCursor(this, columns, rows, order, blocks);
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
