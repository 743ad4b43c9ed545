using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Texts, each in memory of its own, because the line that it comes from is overwritten.</summary>
internal readonly struct TextParser : IFieldParser<ReadOnlyMemory<char>>
{
    public bool TryParse(ReadOnlySpan<char> text, out ReadOnlyMemory<char> value)
    {
        value = text.ToString().AsMemory();
        return true;
    }
}

/// <summary>True (t, true, y, yes, 1, +1, +) and false (f, false, n, no, 0, -1, -, and an empty field), in any case.</summary>
internal readonly struct BooleanParser : IFieldParser<bool>
{
    public bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        value = text is "1" or "+1" or "+" || Is(text, "t") || Is(text, "true") || Is(text, "y") || Is(text, "yes");
        return value || text is "" or "0" or "-1" or "-" || Is(text, "f") || Is(text, "false") || Is(text, "n") || Is(text, "no");
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Lengths of time, as .NET reads them without a culture; an empty field is 0.</summary>
internal readonly struct TimeSpanParser : IFieldParser<TimeSpan>
{
    public bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        return text.IsEmpty || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>Points in time, as .NET reads them without a culture, in UTC; an empty field is the first of all.</summary>
internal readonly struct DateTimeParser : IFieldParser<DateTime>
{
    public bool TryParse(ReadOnlySpan<char> text, out DateTime value)
    {
        value = default;
        return text.IsEmpty || DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
    }
}

/// <summary>
/// Points in time with an offset (0 where there is none), as .NET reads them without a culture; an empty field is the first of all.
/// </summary>
internal readonly struct DateTimeOffsetParser : IFieldParser<DateTimeOffset>
{
    public bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.IsEmpty || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }
}

/// <summary>Row identifiers: "0x" and 32 hexadecimal digits.</summary>
internal readonly struct RowIdParser : IFieldParser<DataViewRowId>
{
    private const int HalfLength = 16;

    public bool TryParse(ReadOnlySpan<char> text, out DataViewRowId value)
    {
        value = default;
        if (text.Length != 2 + (2 * HalfLength) || text[0] != '0' || text[1] is not ('x' or 'X'))
            return false;
        if (!ulong.TryParse(text.Slice(2, HalfLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(text[(2 + HalfLength)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low))
            return false;
        value = new DataViewRowId(low, high);
        return true;
    }
}
