using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples;

/// <summary>The rows of another view. Each pass over them is reported, and ends when it is cancelled.</summary>
/// <param name="rows">The rows.</param>
/// <param name="expected">The number of rows, if the view does not know it; null if it is unknown.</param>
/// <param name="report">Receives the number of rows read in the current pass, and the number of all rows if it is known.</param>
/// <param name="cancellation">Ends a pass with an <see cref="OperationCanceledException"/>.</param>
internal sealed class WatchedRows(IDataView rows, long? expected, Action<long, long?> report, CancellationToken cancellation)
    : IDataView
{
    // The number of rows that the last whole pass has read; -1 before.
    private long _counted = -1;

    public bool CanShuffle => rows.CanShuffle;

    public DataViewSchema Schema => rows.Schema;

    // A whole pass counts the rows of views that do not know their number.
    public long? GetRowCount() => rows.GetRowCount() ?? (_counted >= 0 ? _counted : null);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(rows.GetRowCursor(columnsNeeded, rand), new Pass(this, cursors: 1));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewRowCursor[] cursors = rows.GetRowCursorSet(columnsNeeded, n, rand);
        Pass pass = new(this, cursors.Length);
        return [.. cursors.Select(cursor => new Cursor(cursor, pass))];
    }

    private long? Expected => expected;

    private void Report(long done, long? total)
    {
        cancellation.ThrowIfCancellationRequested();
        report(done, total);
    }

    // One pass over all rows, by one cursor or by several on different threads.
    private sealed class Pass
    {
        private readonly WatchedRows _view;
        private readonly long? _total;
        private long _done;
        private int _unendedCursors;

        public Pass(WatchedRows view, int cursors)
        {
            _view = view;
            _unendedCursors = cursors;
            _total = view.GetRowCount() ?? view.Expected;
            view.Report(0, _total);
        }

        public void Add() => _view.Report(Interlocked.Increment(ref _done), _total);

        public void EndCursor()
        {
            if (Interlocked.Decrement(ref _unendedCursors) == 0)
            {
                Interlocked.Exchange(ref _view._counted, Interlocked.Read(ref _done));
            }
        }
    }

    private sealed class Cursor(DataViewRowCursor cursor, Pass pass) : DataViewRowCursor
    {
        private bool _isEnded;

        public override long Position => cursor.Position;

        public override long Batch => cursor.Batch;

        public override DataViewSchema Schema => cursor.Schema;

        public override bool MoveNext()
        {
            if (cursor.MoveNext())
            {
                pass.Add();
                return true;
            }

            if (!_isEnded)
            {
                _isEnded = true;
                pass.EndCursor();
            }

            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => cursor.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                cursor.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
