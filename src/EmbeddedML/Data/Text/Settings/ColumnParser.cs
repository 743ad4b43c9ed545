using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>
/// Reads columns of loader settings: "name:ranges" or "name:kind:ranges", where the kind may have a count of keys in brackets
/// behind it; or settings in braces for each part.
/// </summary>
internal static class ColumnParser
{
    /// <summary>The column, or null.</summary>
    public static TextLoader.Column? Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (2 or 3) || string.IsNullOrWhiteSpace(parts[0]))
            return ParseSettings(text);
        var column = new TextLoader.Column { Name = parts[0] };
        if (parts.Length == 3 && !TryParseKind(parts[1], column))
            return null;
        return TryParseRanges(parts[^1], out column.Source) ? column : null;
    }

    /// <summary>
    /// Reads "1", "1-3", "1-*" (up to the end of the line), "1-**" (where lines differ), or the same with '~' for fields that no other range has.
    /// </summary>
    public static TextLoader.Range? ParseRange(string text)
    {
        int sign = text.AsSpan().IndexOfAny('-', '~');
        if (sign < 0)
            return TryParseNumber(text, out int only) ? new TextLoader.Range { Min = only, Max = only } : null;
        var range = new TextLoader.Range { AllOther = text[sign] == '~', ForceVector = true };
        if (sign == 0 ? !range.AllOther : !TryParseNumber(text.AsSpan(0, sign), out range.Min))
            return null;
        ReadOnlySpan<char> end = text.AsSpan(sign + 1);
        if (end is "" or "*")
        {
            range.AutoEnd = true;
            return range;
        }
        if (end is "**")
        {
            range.VariableEnd = true;
            return range;
        }
        if (!TryParseNumber(end, out int max))
            return null;
        range.Max = max;
        return range;
    }

    private static bool TryParseKind(string text, TextLoader.Column column)
    {
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            if (text[^1] != ']' || KeyCount.Parse(text[(bracket + 1)..^1]) is not KeyCount count)
                return false;
            column.KeyCount = count;
            if (bracket == 0)
                return true;
            text = text[..bracket];
        }
        if (!DataKinds.TryParse(text, out DataKind kind))
            return false;
        column.DataKind = kind;
        return true;
    }

    private static bool TryParseRanges(string text, out TextLoader.Range[] ranges)
    {
        TextLoader.Range?[] parsed = Array.ConvertAll(text.Split(','), ParseRange);
        ranges = parsed.OfType<TextLoader.Range>().ToArray();
        return ranges.Length == parsed.Length;
    }

    private static TextLoader.Column? ParseSettings(string text)
    {
        var column = new TextLoader.Column();
        var ranges = new List<TextLoader.Range>();
        if (SettingPair.Split(text) is not List<SettingPair> pairs)
            return null;
        foreach (SettingPair pair in pairs)
        {
            bool isRead;
            if (pair.Is("name", "name"))
            {
                column.Name = pair.Value;
                isRead = true;
            }
            else if (pair.Is("type", "type"))
            {
                isRead = TryParseKind(pair.Value, column);
            }
            else if (pair.Is("keycount", "key"))
            {
                column.KeyCount = KeyCount.Parse(pair.Value);
                isRead = column.KeyCount is not null;
            }
            else
            {
                TextLoader.Range? range = pair.Is("source", "src") ? ParseRange(pair.Value) ?? ParseRangeSettings(pair.Value) : null;
                isRead = range is not null;
                ranges.AddRange(range is null ? [] : [range]);
            }
            if (!isRead)
                return null;
        }
        column.Source = [.. ranges];
        return string.IsNullOrWhiteSpace(column.Name) ? null : column;
    }

    private static TextLoader.Range? ParseRangeSettings(string text)
    {
        var range = new TextLoader.Range();
        if (SettingPair.Split(text) is not List<SettingPair> pairs)
            return null;
        foreach (SettingPair pair in pairs)
        {
            bool isRead = pair.Is("min", "min") ? TryParseNumber(pair.Value, out range.Min)
                : pair.Is("max", "max") ? TryReadMax(pair.Value, range)
                : pair.Is("autoend", "auto") ? pair.TryRead(ref range.AutoEnd)
                : pair.Is("variableend", "var") ? pair.TryRead(ref range.VariableEnd)
                : pair.Is("allother", "other") ? pair.TryRead(ref range.AllOther)
                : pair.Is("forcevector", "vector") && pair.TryRead(ref range.ForceVector);
            if (!isRead)
                return null;
        }
        return range;
    }

    private static bool TryReadMax(string text, TextLoader.Range range)
    {
        bool isNumber = TryParseNumber(text, out int max);
        range.Max = max;
        return isNumber;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number)
        => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
}
