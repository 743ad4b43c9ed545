using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;

using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>
/// A view over objects. Each cursor enumerates them anew and reads their members when it stands on them; even a list is
/// only read in its order.
/// </summary>
internal sealed class EnumerableView<[DynamicallyAccessedMembers(TypedRows.Members)] TRow> : IDataView where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly Func<CurrentRow<TRow>, Delegate>[] _getters;

    public EnumerableView(IHostEnvironment env, IEnumerable<TRow> data, SchemaDefinition? schemaDefinition)
    {
        RowMember[] members = RowMember.Of<TRow>(schemaDefinition, SchemaDefinition.Direction.Read);
        // Each registration draws from the environment's generator: those after it depend on it.
        env.Register("StreamingDataView");
        _data = data;
        Schema = RowMember.SchemaOf(members);
        _getters = Array.ConvertAll(members, MemberGetters<TRow>.Create);
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly CurrentRow<TRow> _current = new();
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate?[] _getters;

        public Cursor(EnumerableView<TRow> view, IEnumerable<DataViewSchema.Column> columnsNeeded) : base(view.Schema, columnsNeeded)
        {
            _getters = new Delegate?[view._getters.Length];
            foreach (DataViewSchema.Column column in view.Schema)
                _getters[column.Index] = IsColumnActive(column) ? view._getters[column.Index](_current) : null;
            _rows = view._data.GetEnumerator();
        }

        protected override bool MoveNextCore()
        {
            if (!_rows.MoveNext())
            {
                _current.Clear();
                return false;
            }
            _current.Value = _rows.Current
                ?? throw new InvalidOperationException($"The row at {Position + 1} is null; every row must be a '{typeof(TRow)}'.");
            return true;
        }

        protected override Delegate CreateGetter(DataViewSchema.Column column) => _getters[column.Index]!;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _current.Clear();
                _rows.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
