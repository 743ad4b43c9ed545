using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>
/// A view as text: each column with its annotations, then the rows; a dense vector as [1 2], a sparse one as (size: slot=value).
/// Like all of this folder it is written against the public API only, so that it runs on the Microsoft.ML package as well.
/// </summary>
internal static class ViewText
{
    /// <summary>The columns of a view from the first on that is not the input's at the same position.</summary>
    public static string Changes(DataViewSchema input, IDataView view)
    {
        int kept = input.Zip(view.Schema, (a, b) => a.Name == b.Name && a.Type.Equals(b.Type)).TakeWhile(same => same).Count();
        DataViewSchema.Column[] columns = view.Schema.Skip(kept).ToArray();
        var text = new StringBuilder(kept == 0 ? "" : $"{kept} columns as before\n");
        AppendSchema(text, columns);
        DataViewSchema.Column[] visible = columns.Where(c => !c.IsHidden).ToArray();
        using DataViewRowCursor cursor = view.GetRowCursor(visible);
        Func<string>[] readers = Array.ConvertAll(visible, c => Reader(cursor, c));
        while (cursor.MoveNext())
            text.Append(string.Join(" | ", readers.Select(read => read()))).Append('\n');
        return text.ToString();
    }

    /// <summary>The columns of a shape that are not the input's at the same position.</summary>
    public static string Changes(SchemaShape input, SchemaShape output)
    {
        string[] before = input.Select(Of).ToArray();
        return string.Concat(output.Select(Of).Select((line, i) => i < before.Length && line == before[i] ? "" : $"{i} {line}\n"));
    }

    /// <summary>What reads a column of the row on which a cursor stands as text.</summary>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => Dispatch(column.Type, new RowReader(row, column));

    private static void AppendSchema(StringBuilder text, IEnumerable<DataViewSchema.Column> columns)
    {
        foreach (DataViewSchema.Column column in columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"{column.Name}{(column.IsHidden ? " (hidden)" : "")}: {column.Type}\n");
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
            {
                string value = Dispatch(annotation.Type, new AnnotationReader(column.Annotations, annotation));
                text.Append(CultureInfo.InvariantCulture, $"    {annotation.Name}: {annotation.Type} = {value}\n");
            }
        }
    }

    private static string Of(SchemaShape.Column column)
    {
        string annotations = column.Annotations.Count == 0 ? "" : $" {{{string.Join(", ", column.Annotations.OrderBy(a => a.Name, StringComparer.Ordinal).Select(Of))}}}";
        return $"{column.Name}: {column.Kind} {(column.IsKey ? "key " : "")}{column.ItemType}{annotations}";
    }

    private static string Format<T>(in VBuffer<T> vector)
        => vector.IsDense
            ? $"[{string.Join(" ", vector.DenseValues().Select(Format))}]"
            : $"({vector.Length}: {string.Join(" ", vector.Items().Select(item => $"{item.Key}={Format(item.Value)}"))})";

    private static string Format<T>(T value) => value switch
    {
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        ReadOnlyMemory<char> text => $"'{text}'",
        DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "null",
    };

    private interface IReader<out TResult>
    {
        TResult Scalar<T>();

        TResult Vector<T>();
    }

    private sealed class RowReader(DataViewRow row, DataViewSchema.Column column) : IReader<Func<string>>
    {
        public Func<string> Scalar<T>()
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return Format(value);
            };
        }

        public Func<string> Vector<T>()
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                return Format(in value);
            };
        }
    }

    private sealed class AnnotationReader(DataViewSchema.Annotations annotations, DataViewSchema.Column column) : IReader<string>
    {
        public string Scalar<T>()
        {
            T value = default!;
            annotations.GetValue(column.Name, ref value);
            return Format(value);
        }

        public string Vector<T>()
        {
            VBuffer<T> value = default;
            annotations.GetValue(column.Name, ref value);
            return Format(in value);
        }
    }

    private static TResult Dispatch<TResult>(DataViewType type, IReader<TResult> reader) => type switch
    {
        VectorDataViewType vector => DispatchItem(vector.ItemType, reader, isVector: true),
        _ => DispatchItem(type, reader, isVector: false),
    };

    private static TResult DispatchItem<TResult>(DataViewType type, IReader<TResult> reader, bool isVector)
    {
        Type raw = type.RawType;
        if (raw == typeof(float)) return isVector ? reader.Vector<float>() : reader.Scalar<float>();
        if (raw == typeof(double)) return isVector ? reader.Vector<double>() : reader.Scalar<double>();
        if (raw == typeof(bool)) return isVector ? reader.Vector<bool>() : reader.Scalar<bool>();
        if (raw == typeof(sbyte)) return isVector ? reader.Vector<sbyte>() : reader.Scalar<sbyte>();
        if (raw == typeof(byte)) return isVector ? reader.Vector<byte>() : reader.Scalar<byte>();
        if (raw == typeof(short)) return isVector ? reader.Vector<short>() : reader.Scalar<short>();
        if (raw == typeof(ushort)) return isVector ? reader.Vector<ushort>() : reader.Scalar<ushort>();
        if (raw == typeof(int)) return isVector ? reader.Vector<int>() : reader.Scalar<int>();
        if (raw == typeof(uint)) return isVector ? reader.Vector<uint>() : reader.Scalar<uint>();
        if (raw == typeof(long)) return isVector ? reader.Vector<long>() : reader.Scalar<long>();
        if (raw == typeof(ulong)) return isVector ? reader.Vector<ulong>() : reader.Scalar<ulong>();
        if (raw == typeof(ReadOnlyMemory<char>)) return isVector ? reader.Vector<ReadOnlyMemory<char>>() : reader.Scalar<ReadOnlyMemory<char>>();
        if (raw == typeof(DateTime)) return isVector ? reader.Vector<DateTime>() : reader.Scalar<DateTime>();
        if (raw == typeof(DateTimeOffset)) return isVector ? reader.Vector<DateTimeOffset>() : reader.Scalar<DateTimeOffset>();
        if (raw == typeof(TimeSpan)) return isVector ? reader.Vector<TimeSpan>() : reader.Scalar<TimeSpan>();
        if (raw == typeof(DataViewRowId)) return isVector ? reader.Vector<DataViewRowId>() : reader.Scalar<DataViewRowId>();
        throw new NotSupportedException(type.ToString());
    }
}
