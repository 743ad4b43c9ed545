// A text file, how it is loaded, and what came of it as text. The same source was run on Microsoft.ML 5.0.0 to record what is expected.
using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

internal sealed class TextScenario(string name, string content, TextLoader.Options options)
{
    public string Name => name;

    public string Content => content;

    // The schema, and the rows of all cursors in the order of their identifiers; or the exception.
    public string Run(string folder, int cursors = 1)
    {
        string path = Path.Combine(folder, "data.txt");
        File.WriteAllText(path, content);
        var ml = new MLContext(seed: 1);
        try
        {
            IDataView view = ml.Data.CreateTextLoader(options, new MultiFileSource(path)).Load(new MultiFileSource(path));
            return Describe(view.Schema) + Rows(view, cursors);
        }
        catch (Exception e)
        {
            return Describe(e);
        }
    }

    // What is loaded, written as text again, and what a loader makes of that with the settings in it.
    public string RunWriter(string folder, char separator, bool headerRow, bool schema, bool keepHidden, bool forceDense)
    {
        string path = Path.Combine(folder, "data.txt");
        string written = Path.Combine(folder, "written.txt");
        File.WriteAllText(path, content);
        var ml = new MLContext(seed: 1);
        try
        {
            IDataView view = ml.Data.CreateTextLoader(options, new MultiFileSource(path)).Load(new MultiFileSource(path));
            using (FileStream stream = File.Create(written))
                ml.Data.SaveAsText(view, stream, separator, headerRow, schema, keepHidden, forceDense);
        }
        catch (Exception e)
        {
            return Describe(e);
        }
        string text = File.ReadAllText(written);
        try
        {
            IDataView loaded = ml.Data.LoadFromTextFile(written);
            return text + Describe(loaded.Schema) + Rows(loaded, cursors: 1);
        }
        catch (Exception e)
        {
            return text + Describe(e);
        }
    }

    private static string Rows(IDataView view, int cursors)
    {
        var rows = new SortedDictionary<ulong, string>();
        try
        {
            foreach (DataViewRowCursor cursor in cursors == 1 ? [view.GetRowCursor(view.Schema)] : view.GetRowCursorSet(view.Schema, cursors))
            {
                using (cursor)
                    ReadRows(cursor, rows);
            }
        }
        catch (Exception e)
        {
            return Describe(e);
        }
        return string.Concat(rows.Values);
    }

    private static string Describe(DataViewSchema schema)
    {
        var text = new StringBuilder();
        foreach (DataViewSchema.Column column in schema)
        {
            text.Append($"{column.Name}: {column.Type}{(column.IsHidden ? " (hidden)" : "")}");
            if (column.Annotations.Schema.GetColumnOrNull("SlotNames") is not null)
            {
                VBuffer<ReadOnlyMemory<char>> names = default;
                column.Annotations.GetValue("SlotNames", ref names);
                text.Append($" {{{Text(names)}}}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Describe(Exception e) => $"{e.GetType().Name}{(e.InnerException is null ? "" : $" of {e.InnerException.GetType().Name}")}\n";

    private static void ReadRows(DataViewRowCursor cursor, SortedDictionary<ulong, string> rows)
    {
        Func<string>[] getters = cursor.Schema.Select(c => Getter(cursor, c)).ToArray();
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            idGetter(ref id);
            rows.Add(id.Low, string.Join(" | ", getters.Select(g => g())) + "\n");
        }
    }

    private static Func<string> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        Type raw = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        return raw == typeof(sbyte) ? Getter<sbyte>(row, column)
            : raw == typeof(byte) ? Getter<byte>(row, column)
            : raw == typeof(short) ? Getter<short>(row, column)
            : raw == typeof(ushort) ? Getter<ushort>(row, column)
            : raw == typeof(int) ? Getter<int>(row, column)
            : raw == typeof(uint) ? Getter<uint>(row, column)
            : raw == typeof(long) ? Getter<long>(row, column)
            : raw == typeof(ulong) ? Getter<ulong>(row, column)
            : raw == typeof(float) ? Getter<float>(row, column)
            : raw == typeof(double) ? Getter<double>(row, column)
            : raw == typeof(bool) ? Getter<bool>(row, column)
            : raw == typeof(TimeSpan) ? Getter<TimeSpan>(row, column)
            : raw == typeof(DateTime) ? Getter<DateTime>(row, column)
            : raw == typeof(DateTimeOffset) ? Getter<DateTimeOffset>(row, column)
            : Getter<ReadOnlyMemory<char>>(row, column);
    }

    private static Func<string> Getter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                vectorGetter(ref vector);
                return Text(vector);
            };
        }
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value);
        };
    }

    private static string Text<T>(VBuffer<T> vector)
        => $"{(vector.IsDense ? "dense" : "sparse")} {vector.Length}: {string.Join(" ", vector.Items().Select(i => $"{i.Key}:{Text(i.Value)}"))}";

    private static string Text<T>(T value) => value switch
    {
        float number => float.IsNaN(number) ? "NaN" : $"{number.ToString("R", CultureInfo.InvariantCulture)}",
        double number => double.IsNaN(number) ? "NaN" : $"{number.ToString("R", CultureInfo.InvariantCulture)}",
        DateTime time => $"{time.ToString("O", CultureInfo.InvariantCulture)}",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        ReadOnlyMemory<char> text => $"'{text.ToString().Replace("\n", "\\n").Replace("\r", "\\r")}'",
        _ => $"{value}",
    };
}
