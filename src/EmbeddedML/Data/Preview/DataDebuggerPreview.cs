using System.Collections.Immutable;
using System.Diagnostics;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a view, read when it is made. It is meant for a look in the debugger.</summary>
public sealed class DataDebuggerPreview
{
    internal const int DefaultMaxRows = 100;

    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        Schema = data.Schema;
        var rows = new List<RowInfo>();
        List<object>[] columns = [.. Schema.Select(_ => new List<object>())];
        using (DataViewRowCursor cursor = data.GetRowCursor(Schema))
        {
            Func<object>[] values = [.. Schema.Select(column => RawTypes.InvokeAny(column.Type, new Reader(cursor, column)))];
            while (rows.Count < maxRows && cursor.MoveNext())
            {
                // Each value is read twice: the two views must not share the arrays of vectors.
                rows.Add(new RowInfo([.. Schema.Select(column => KeyValuePair.Create(column.Name, values[column.Index]()))]));
                for (int i = 0; i < columns.Length; i++)
                    columns[i].Add(values[i]());
            }
        }
        RowView = [.. rows];
        ColumnView = [.. Schema.Select(column => new ColumnInfo(column, [.. columns[column.Index]]))];
    }

    /// <summary>The schema of the view.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The values by columns.</summary>
    public ImmutableArray<ColumnInfo> ColumnView { get; }

    /// <summary>The values by rows.</summary>
    public ImmutableArray<RowInfo> RowView { get; }

    /// <summary>The numbers of columns and of rows read.</summary>
    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    /// <summary>The values of one row.</summary>
    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        /// <summary>The names of the columns and the values.</summary>
        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public KeyValuePair<string, object>[] Values { get; }

        /// <summary>The number of columns.</summary>
        public override string ToString() => $"{Values.Length} columns";
    }

    /// <summary>The values of one column.</summary>
    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        /// <summary>The column.</summary>
        public DataViewSchema.Column Column { get; }

        /// <summary>The values, one for each row.</summary>
        public object[] Values { get; }

        /// <summary>The name and type.</summary>
        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }

    private sealed class Reader(DataViewRow row, DataViewSchema.Column column) : IRawTypeFunction<Func<object>>
    {
        public Func<object> Invoke<T>()
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            return () =>
            {
                T value = default!;
                getter(ref value);
                return value!;
            };
        }
    }
}
