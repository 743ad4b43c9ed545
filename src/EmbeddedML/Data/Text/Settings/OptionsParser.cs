using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads settings as the options of a text loader. Anything that is not understood makes the whole unreadable.</summary>
internal static class OptionsParser
{
    public const string Unbalanced = "Error: Unbalanced quoting in command line arguments";

    private static readonly string[] s_names =
    [
        "allowQuoting", "quote", "allowSparse", "sparse", "trimWhitespace", "trim", "hasHeader", "header", "useThreads", "threads", "readMultilines",
        "multilines", "missingRealsAsNaNs", "missingRealNaN", "decimal Marker", "decimal", "escapeChar", "escapeChar", "separator", "sep",
        "headerFile", "hf", "inputSize", "size", "maxRows", "rows",
    ];

    /// <summary>The options, or null.</summary>
    /// <param name="text">The settings.</param>
    /// <param name="report">Takes what is wrong with them.</param>
    public static TextLoader.Options? Parse(string text, Action<string> report)
    {
        var options = new TextLoader.Options();
        var columns = new List<TextLoader.Column>();
        if (SettingPair.Split(text) is not List<SettingPair> pairs)
        {
            report(Unbalanced);
            return null;
        }
        foreach (SettingPair pair in pairs)
        {
            if (pair.Is("column", "col"))
            {
                if (ColumnParser.Parse(pair.Value) is not TextLoader.Column column)
                {
                    report("Expected arguments in curly braces for 'column'");
                    return null;
                }
                columns.Add(column);
            }
            else if (!TryApply(options, pair))
            {
                int name = Array.FindIndex(s_names, n => n.Equals(pair.Name, StringComparison.OrdinalIgnoreCase));
                report(name < 0
                    ? $"Unrecognized command line argument '{pair.Name}'"
                    : $"'{pair.Value}' is not a valid value for the '{s_names[name & ~1]}' command line option");
                return null;
            }
        }
        options.Columns = [.. columns];
        return options;
    }

    private static bool TryApply(TextLoader.Options options, SettingPair pair)
        => pair.Is("allowquoting", "quote") ? pair.TryRead(ref options.AllowQuoting)
            : pair.Is("allowsparse", "sparse") ? pair.TryRead(ref options.AllowSparse)
            : pair.Is("trimwhitespace", "trim") ? pair.TryRead(ref options.TrimWhitespace)
            : pair.Is("hasheader", "header") ? pair.TryRead(ref options.HasHeader)
            : pair.Is("usethreads", "threads") ? pair.TryRead(ref options.UseThreads)
            : pair.Is("readmultilines", "multilines") ? pair.TryRead(ref options.ReadMultilines)
            : pair.Is("missingrealsasnans", "missingrealnan") ? pair.TryRead(ref options.MissingRealsAsNaNs)
            : pair.Is("decimalmarker", "decimal") ? pair.TryRead(ref options.DecimalMarker)
            : pair.Is("escapechar", "escapechar") ? pair.TryRead(ref options.EscapeChar)
            : pair.Is("separator", "sep") ? TryReadText(pair, out options.SeparatorNames)
            : pair.Is("headerfile", "hf") ? TryReadText(pair, out options.HeaderFile)
            : pair.Is("inputsize", "size") ? TryReadSize(pair, options)
            : pair.Is("maxrows", "rows") && TryReadRows(pair, options);

    private static bool TryReadText(SettingPair pair, out string text)
    {
        text = pair.Value;
        return text.Length > 0;
    }

    private static bool TryReadSize(SettingPair pair, TextLoader.Options options)
    {
        bool isNumber = int.TryParse(pair.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int size);
        options.InputSize = size;
        return isNumber;
    }

    private static bool TryReadRows(SettingPair pair, TextLoader.Options options)
    {
        bool isNumber = long.TryParse(pair.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long rows);
        options.MaxRows = rows;
        return isNumber;
    }
}
