namespace MLNetDeep.Transforms;

/// <summary>Checks that UTF-16 text has no unpaired surrogates, which UTF-8 cannot encode.</summary>
internal static class Utf16
{
    /// <summary>Whether the text contains no unpaired surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0)
            {
                return true;
            }

            if (surrogate + 1 == text.Length || !char.IsSurrogatePair(text[surrogate], text[surrogate + 1]))
            {
                return false;
            }

            text = text[(surrogate + 2)..];
        }

        return true;
    }
}
