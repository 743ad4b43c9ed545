using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads settings as the options of a text loader. Anything that is not understood makes the whole unreadable.</summary>
internal static class OptionsParser
{
    /// <summary>The options, or null.</summary>
    public static TextLoader.Options? Parse(string text)
    {
        var options = new TextLoader.Options();
        var columns = new List<TextLoader.Column>();
        if (SettingPair.Split(text) is not List<SettingPair> pairs)
            return null;
        foreach (SettingPair pair in pairs)
        {
            if (pair.Is("column", "col"))
            {
                if (ColumnParser.Parse(pair.Value) is not TextLoader.Column column)
                    return null;
                columns.Add(column);
            }
            else if (!TryApply(options, pair))
            {
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
