namespace Microsoft.ML.Data;

/// <summary>The rows of a view without the first ones, and at most so many of the rest.</summary>
internal sealed class SkipTakeView(IDataView input, long skip, long take) : IDataView
{
    public DataViewSchema Schema => input.Schema;

    // Which rows are skipped depends on their order.
    public bool CanShuffle => false;

    public long? GetRowCount() => input.GetRowCount() is long rows ? Math.Min(Math.Max(0, rows - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(input.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : WrappedCursor(input)
    {
        private long _toSkip = skip;
        private long _position = -1;
        private bool _ended;

        public override long Position => _position;

        public override bool MoveNext()
        {
            _ended = _ended || _position + 1 >= take || !SkipRows() || !Input.MoveNext();
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }

        private bool SkipRows()
        {
            for (; _toSkip > 0; _toSkip--)
            {
                if (!Input.MoveNext())
                    return false;
            }
            return true;
        }
    }
}
