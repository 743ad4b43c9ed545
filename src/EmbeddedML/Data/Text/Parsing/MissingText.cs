namespace Microsoft.ML.Data;

/// <summary>The texts that stand for a missing value: "?", "NaN", "NA" and "N/A", in any case.</summary>
internal static class MissingText
{
    public static bool Is(ReadOnlySpan<char> text) => text.Length switch
    {
        1 => text[0] == '?',
        2 => text.Equals("NA", StringComparison.OrdinalIgnoreCase),
        3 => text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
