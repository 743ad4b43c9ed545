using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Support;

/// <summary>Formats the values of rows as text, without losing precision.</summary>
internal static class Values
{
    private static readonly Dictionary<Type, IReader> s_readers = new IReader[]
    {
        new Reader<bool>(), new Reader<byte>(), new Reader<int>(), new Reader<uint>(), new Reader<long>(), new Reader<float>(), new Reader<double>(),
        new Reader<ReadOnlyMemory<char>>(), new VectorReader<byte>(), new VectorReader<float>(), new VectorReader<ReadOnlyMemory<char>>(), new VectorReader<int>(), new VectorReader<uint>(),
    }.ToDictionary(r => r.Type);

    public static List<string> Rows(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        return Rows(cursor);
    }

    public static List<string> Rows(DataViewRowCursor cursor)
    {
        Func<string> getRow = RowFormatter(cursor);
        List<string> rows = new();
        while (cursor.MoveNext())
        {
            rows.Add(getRow());
        }

        return rows;
    }

    /// <summary>Returns a function that formats the current row of a cursor. All columns of the cursor must be active.</summary>
    public static Func<string> RowFormatter(DataViewRowCursor cursor)
    {
        Func<string>[] getters = cursor.Schema.Select(c => TextGetter(cursor, c)).ToArray();
        return () => string.Join(" | ", getters.Select(g => g()));
    }

    public static List<string> ColumnTexts(IDataView view, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        Func<string> getText = TextGetter(cursor, column);
        List<string> values = new();
        while (cursor.MoveNext())
        {
            values.Add(getText());
        }

        return values;
    }

    public static Func<string> TextGetter(DataViewRow row, DataViewSchema.Column column) => s_readers[column.Type.RawType].TextGetter(row, column);

    public static string Annotation(DataViewSchema.Column column, DataViewSchema.Column annotation) =>
        s_readers[annotation.Type.RawType].Annotation(column.Annotations, annotation.Name);

    private static string Text<T>(T value) => value is float number ? number.ToString("R", CultureInfo.InvariantCulture) : $"{value}";

    private interface IReader
    {
        Type Type { get; }

        Func<string> TextGetter(DataViewRow row, DataViewSchema.Column column);

        string Annotation(DataViewSchema.Annotations annotations, string kind);
    }

    private sealed class Reader<T> : IReader
    {
        public Type Type => typeof(T);

        public Func<string> TextGetter(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return Text(value);
            };
        }

        public string Annotation(DataViewSchema.Annotations annotations, string kind)
        {
            T value = default!;
            annotations.GetValue(kind, ref value);
            return Text(value);
        }
    }

    private sealed class VectorReader<T> : IReader
    {
        public Type Type => typeof(VBuffer<T>);

        public Func<string> TextGetter(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                return VectorText(value);
            };
        }

        public string Annotation(DataViewSchema.Annotations annotations, string kind)
        {
            VBuffer<T> value = default;
            annotations.GetValue(kind, ref value);
            return VectorText(value);
        }

        private static string VectorText(VBuffer<T> value) => $"[{string.Join(", ", value.DenseValues().Select(Text))}]";
    }
}
