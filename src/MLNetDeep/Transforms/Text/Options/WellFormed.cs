namespace MLNetDeep.Transforms;

/// <summary>Tests texts for unpaired surrogates, which UTF-8 cannot encode.</summary>
internal static class WellFormed
{
    /// <summary>Whether the text contains no unpaired surrogate.</summary>
    public static bool Is(ReadOnlySpan<char> text)
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
