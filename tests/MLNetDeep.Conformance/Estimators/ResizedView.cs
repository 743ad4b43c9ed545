using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Conformance;

/// <summary>A wrapper of a view in which one row's vector has another length than its column's type.</summary>
/// <param name="inner">The view.</param>
/// <param name="column">The name of the vector column.</param>
/// <param name="row">The row.</param>
/// <param name="change">The number of values to add to the vector; negative to remove values.</param>
internal sealed class ResizedView(IDataView inner, string column, long row, int change) : IDataView
{
    public DataViewSchema Schema => inner.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, inner.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private ValueGetter<VBuffer<T>> Resize<T>(DataViewRow input, ValueGetter<VBuffer<T>> getter) => (ref VBuffer<T> value) =>
    {
        getter(ref value);
        if (input.Position == row)
        {
            T[] values = [.. value.DenseValues()];
            Array.Resize(ref values, values.Length + change);
            value = new VBuffer<T>(values.Length, values);
        }
    };

    private sealed class Cursor(ResizedView view, DataViewRowCursor cursor) : DataViewRowCursor
    {
        private static readonly MethodInfo s_resize = typeof(ResizedView).GetMethod(nameof(Resize), BindingFlags.NonPublic | BindingFlags.Instance)!;

        public override DataViewSchema Schema => cursor.Schema;

        public override long Position => cursor.Position;

        public override long Batch => cursor.Batch;

        public override bool MoveNext() => cursor.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = cursor.GetGetter<TValue>(column);
            return column.Name == view.ColumnName
                ? (ValueGetter<TValue>)s_resize.MakeGenericMethod(typeof(TValue).GetGenericArguments()[0]).Invoke(view, [cursor, getter])!
                : getter;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            cursor.Dispose();
            base.Dispose(disposing);
        }
    }

    private string ColumnName => column;
}
