namespace Microsoft.ML.Data;

/// <summary>Single-precision numbers; missing and unreadable ones are NaN.</summary>
/// <param name="marker">The character before the decimals.</param>
/// <param name="empty">What an empty field is.</param>
internal readonly struct SingleParser(char marker, float empty) : IFieldParser<float>
{
    public bool TryParse(ReadOnlySpan<char> text, out float value)
    {
        if (RealText.TryParse(text, marker, empty, out value))
            return true;
        value = float.NaN;
        return MissingText.Is(text);
    }
}

/// <summary>Double-precision numbers; missing and unreadable ones are NaN.</summary>
/// <param name="marker">The character before the decimals.</param>
/// <param name="empty">What an empty field is.</param>
internal readonly struct DoubleParser(char marker, float empty) : IFieldParser<double>
{
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (RealText.TryParse(text, marker, (double)empty, out value))
            return true;
        value = double.NaN;
        return MissingText.Is(text);
    }
}
