using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Support;

/// <summary>A wrapper of a view that counts its disposed cursors.</summary>
internal sealed class WatchedView(IDataView inner) : IDataView
{
    public int DisposedCount { get; private set; }

    public DataViewSchema Schema => inner.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, inner.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(WatchedView view, DataViewRowCursor cursor) : DataViewRowCursor
    {
        public override DataViewSchema Schema => cursor.Schema;

        public override long Position => cursor.Position;

        public override long Batch => cursor.Batch;

        public override bool MoveNext() => cursor.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => cursor.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            view.DisposedCount++;
            cursor.Dispose();
            base.Dispose(disposing);
        }
    }
}
