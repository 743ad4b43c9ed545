namespace MLNetDeep.Transforms;

/// <summary>Texts without halves of surrogate pairs: those that UTF-8 can store.</summary>
internal static class WellFormed
{
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
