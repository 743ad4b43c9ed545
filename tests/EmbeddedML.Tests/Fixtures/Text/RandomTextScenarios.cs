// Text files made of random pieces, most of them awkward, with random options.
using System.Text;
using Microsoft.ML.Data;

internal static class RandomTextScenarios
{
    private static readonly string[] s_pieces =
    [
        "0", "1", "-1", "12", "3.25", "-0.5", "1e3", "1E-2", "007", "255", "256", "-129", "40000", "4294967296", "1e39", "1e-50", "0.1", "123456789.123456789",
        "?", "NA", "nan", "NaN", "N/A", "Infinity", "-Infinity", "∞", "true", "F", "yes", "no", "a", "Straße", "x y", "é", "1.5.2", "+4", ".5", "5.", "-", "1e", " 2", "3 ",
        "\"q\"", "\"a\"\"b\"", "\"\"", "\"x,y\"", "\"open", "\"z\"w", "\" s \"", "\\\"", "\"a\\\"b\"", "'", "#", "//", "0:1", "1:2.5", "2:x", "5", "3:", "10:1", "2023-05-06", "1.02:03:04",
    ];

    private static readonly string[] s_names = ["Column0", "Column1", "Column2", "A B", "x=y", "b{r", "q\"t", "ha#sh", "back\\slash", "\\{", "Grün", " space ", "Column1"];

    private static readonly DataKind[] s_kinds =
    [
        DataKind.Single, DataKind.Single, DataKind.Single, DataKind.Double, DataKind.String, DataKind.String, DataKind.Boolean, DataKind.Int32, DataKind.UInt32,
        DataKind.SByte, DataKind.Byte, DataKind.Int16, DataKind.UInt16, DataKind.Int64, DataKind.UInt64, DataKind.TimeSpan, DataKind.DateTime, DataKind.DateTimeOffset,
    ];

    // What comes of a scenario with a single cursor, with three, and of what is loaded when it is written as text again.
    public static string Transcript(int number, string folder)
    {
        TextScenario scenario = Make(number);
        char separator = "\t ,;|"[number % 5];
        return $"=== {number}\n{scenario.Run(folder)}--- set\n{scenario.Run(folder, cursors: 3)}--- written\n"
            + scenario.RunWriter(
                folder, separator, headerRow: number % 2 == 0, schema: number % 3 > 0, keepHidden: number % 7 == 0, forceDense: number % 11 < 3);
    }

    private static TextScenario Make(int number)
    {
        var random = new Random(number);
        bool wild = random.Next(4) == 0;
        char[] separators = random.Next(6) switch { 0 => [','], 1 => ['\t'], 2 => [' '], 3 => [',', ';'], 4 => ['\t', ' ', '|'], _ => [','] };
        var options = new TextLoader.Options
        {
            Separators = separators,
            AllowQuoting = random.Next(2) == 0,
            AllowSparse = random.Next(3) == 0,
            TrimWhitespace = random.Next(3) == 0,
            HasHeader = random.Next(3) == 0,
            ReadMultilines = random.Next(3) == 0,
            MissingRealsAsNaNs = random.Next(4) == 0,
            UseThreads = random.Next(2) == 0,
            EscapeChar = random.Next(3) == 0 ? '\\' : '"',
            MaxRows = random.Next(6) == 0 ? random.Next(1, 8) : null,
            InputSize = random.Next(5) == 0 ? random.Next(1, 9) : null,
        };
        if (options.AllowSparse)
            options.MissingRealsAsNaNs = false; // together they give vectors with slots that are stored twice
        if (options.AllowQuoting && random.Next(6) == 0)
            options.DecimalMarker = ',';
        options.Columns = MakeColumns(random, wild);

        string newLine = random.Next(3) switch { 0 => "\r\n", 1 => "\n", _ => "\n" };
        var content = new StringBuilder();
        int width = random.Next(1, 9);
        int lines = random.Next(1, 12);
        for (int i = 0; i < lines; i++)
        {
            int fields = wild ? random.Next(0, 10) : width;
            for (int j = 0; j < fields; j++)
            {
                if (j > 0)
                    content.Append(separators[random.Next(separators.Length)]);
                int kind = random.Next(12);
                content.Append(kind == 0 ? "" : kind == 1 ? "  " : s_pieces[random.Next(wild ? s_pieces.Length : kind < 8 ? 18 : s_pieces.Length)]);
            }
            content.Append(i == lines - 1 && random.Next(2) == 0 ? "" : newLine);
        }
        return new TextScenario($"random {number}", content.ToString(), options);
    }

    private static TextLoader.Column[] MakeColumns(Random random, bool wild)
    {
        var columns = new TextLoader.Column[random.Next(1, 4)];
        for (int i = 0; i < columns.Length; i++)
        {
            var ranges = new TextLoader.Range[random.Next(5) == 0 ? 2 : 1];
            int next = random.Next(3);
            for (int j = 0; j < ranges.Length; j++)
            {
                TextLoader.Range range = random.Next(7) switch
                {
                    0 or 1 or 2 => new TextLoader.Range(next),
                    3 or 4 => new TextLoader.Range(next, next + random.Next(4)),
                    5 => wild ? new TextLoader.Range { Min = next, VariableEnd = true } : new TextLoader.Range(next, null),
                    _ => new TextLoader.Range { Min = next, Max = next + 2, AllOther = i == 0 && j == 0, ForceVector = random.Next(2) == 0 },
                };
                ranges[j] = range;
                next = (range.Max ?? next) + 1 + random.Next(2);
            }
            DataKind kind = s_kinds[random.Next(wild ? s_kinds.Length : 9)];
            bool isKey = random.Next(6) == 0;
            columns[i] = new TextLoader.Column(
                random.Next(3) > 0 ? s_names[i] : s_names[random.Next(s_names.Length)], isKey ? new[] { DataKind.Byte, DataKind.UInt16, DataKind.UInt32, DataKind.UInt64 }[random.Next(4)] : kind, ranges,
                isKey ? random.Next(3) == 0 ? new KeyCount() : new KeyCount((ulong)random.Next(1, 200)) : null);
        }
        return columns;
    }
}
