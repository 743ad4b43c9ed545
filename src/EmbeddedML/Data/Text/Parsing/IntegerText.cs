namespace Microsoft.ML.Data;

/// <summary>Integers as text: decimal digits with, at most, a '-' before them, and no white space.</summary>
internal static class IntegerText
{
    /// <summary>Reads digits; no digits are 0.</summary>
    public static bool TryParseDigits(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        foreach (char c in text)
        {
            uint digit = (uint)c - '0';
            if (digit > 9 || value > ulong.MaxValue / 10 || (value * 10) > ulong.MaxValue - digit)
            {
                value = 0;
                return false;
            }
            value = (value * 10) + digit;
        }
        return true;
    }

    /// <summary>Reads an integer of -1 - <paramref name="maximum"/> to <paramref name="maximum"/>; an empty text is 0.</summary>
    public static bool TryParseSigned(ReadOnlySpan<char> text, long maximum, out long value)
    {
        value = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative && text.Length == 1)
            return false;
        ulong limit = (ulong)maximum + (isNegative ? 1UL : 0UL);
        if (!TryParseDigits(isNegative ? text[1..] : text, out ulong magnitude) || magnitude > limit)
            return false;
        value = isNegative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    /// <summary>Reads an integer of 0 to <paramref name="maximum"/>. Unlike a signed one, an empty text is none.</summary>
    public static bool TryParseUnsigned(ReadOnlySpan<char> text, ulong maximum, out ulong value)
    {
        value = 0;
        if (text.IsEmpty || !TryParseDigits(text, out ulong parsed) || parsed > maximum)
            return false;
        value = parsed;
        return true;
    }
}
