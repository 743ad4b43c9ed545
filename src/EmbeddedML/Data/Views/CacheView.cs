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
    /// <returns>What went wrong; then nothing is held that was not before.</returns>
    public Exception? Fill(IEnumerable<DataViewSchema.Column> columns)
    {
        lock (_lock)
        {
            DataViewSchema.Column[] missing = columns.Where(c => _columns[c.Index] is null).DistinctBy(c => c.Index).ToArray();
            if (missing.Length == 0 && _rowCount is not null)
                return null;
            CachedColumn[] filled = Array.ConvertAll(missing, CachedColumn.Create);
            using DataViewRowCursor cursor = input.GetRowCursor(missing);
            try
            {
                _rowCount = Read(cursor, filled.Select((column, i) => column.CreateAppender(cursor, missing[i])).ToArray());
            }
            catch (Exception e)
            {
                return e;
            }
            for (int i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = filled[i];
            return null;
        }
    }

    private static long Read(DataViewRowCursor cursor, Action[] append)
    {
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            foreach (Action action in append)
                action();
        }
        return rows;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => Open(columnsNeeded, rand, 1)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => Open(columnsNeeded, rand, CursorSets.Count(n));

    private DataViewRowCursor[] Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? random, int count)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewSchema.Column[] columns = Schema.Where(c => active[c.Index]).ToArray();
        // ML.NET fills the cache while it is read, so that errors come when a cursor moves.
        Exception? error = Fill(columns);
        long rows = error is null ? _rowCount!.Value : 0;
        int[]? order = random is null ? null : RandomOrder(checked((int)rows), random);
        RowBlocks? blocks = count == 1 ? null : new RowBlocks(count);
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new CacheCursor(this, columns, rows, order, blocks, error);
        return cursors;
    }

        /// <summary>A column; one without rows where it could not be read.</summary>
    internal CachedColumn ColumnAt(DataViewSchema.Column column) => _columns[column.Index] ?? CachedColumn.Create(column);

    private static int[] RandomOrder(int count, Random random)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }
}
