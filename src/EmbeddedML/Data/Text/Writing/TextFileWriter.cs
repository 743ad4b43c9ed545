using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a view as text: settings to load it again, a line of names, and a line for each row.</summary>
/// <param name="separator">The separator of fields.</param>
/// <param name="writeSettings">Whether the settings are written.</param>
/// <param name="writeNames">Whether the line of names is written, where there are names.</param>
/// <param name="forceDense">Whether all fields of all lines are written.</param>
internal sealed class TextFileWriter(char separator, bool writeSettings, bool writeNames, bool forceDense)
{
    private const string EmptyName = "\"\"";

    public void Write(Stream stream, IDataView data, IReadOnlyList<DataViewSchema.Column> columns, IChannel channel)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        bool hasNames = writeNames && columns.Any(ColumnWriter.HasNames);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ColumnWriter[] writers = columns.Select(column => ColumnWriter.Create(cursor, column, separator)).ToArray();
        List<string> settings = LoaderSettings.Create(columns, hasNames, separator, channel);
        if (writeSettings)
            WriteSettings(writer, settings);

        var line = new LineItems(writers.Length, separator, forceDense);
        if (hasNames)
        {
            foreach (ColumnWriter column in writers)
                column.WriteNames(line);
            line.WriteTo(writer, Enumerable.Repeat(EmptyName, writers.Length).ToArray());
            writer.WriteLine();
        }
        WriteRows(writer, cursor, writers, line, channel);
    }

    private static void WriteSettings(TextWriter writer, List<string> settings)
    {
        writer.WriteLine("#@ TextLoader{");
        foreach (string setting in settings)
            writer.WriteLine($"#@   {setting}");
        writer.WriteLine("#@ }");
    }

    private static void WriteRows(TextWriter writer, DataViewRowCursor cursor, ColumnWriter[] writers, LineItems line, IChannel channel)
    {
        string[] defaults = Array.ConvertAll(writers, w => w.DefaultText);
        long count = 0;
        int shortest = int.MaxValue;
        int longest = 0;
        for (; cursor.MoveNext(); count++)
        {
            line.Clear();
            foreach (ColumnWriter column in writers)
                column.WriteValue(line);
            shortest = Math.Min(shortest, line.FieldCount);
            longest = Math.Max(longest, line.FieldCount);
            line.WriteTo(writer, defaults);
            writer.WriteLine();
        }
        if (count == 0)
            channel.Warning(MessageSensitivity.None, "Wrote zero rows of data!");
        else if (shortest == longest)
            channel.Info(MessageSensitivity.None, "Wrote {0} rows of length {1}", count, shortest);
        else
            channel.Info(MessageSensitivity.None, "Wrote {0} rows of lengths between {1} and {2}", count, shortest, longest);
    }
}
