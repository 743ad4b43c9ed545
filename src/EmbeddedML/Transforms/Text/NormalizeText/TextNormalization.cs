using System.Text;

namespace Microsoft.ML.Transforms.Text;

/// <summary>What is done to each character of a text.</summary>
/// <param name="CaseMode">The case of letters, by the rules of no culture.</param>
/// <param name="KeepDiacritics">Whether marks on letters stay; else combining marks are dropped and composed letters become plain ones.</param>
/// <param name="KeepPunctuations">Whether punctuation marks stay.</param>
/// <param name="KeepNumbers">Whether digits and other numbers stay.</param>
internal sealed record TextNormalization(
    TextNormalizingEstimator.CaseMode CaseMode, bool KeepDiacritics, bool KeepPunctuations, bool KeepNumbers)
{
    /// <summary>The normalized text: the same memory where nothing changes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffer">A buffer to work in.</param>
    public ReadOnlyMemory<char> Apply(ReadOnlyMemory<char> text, StringBuilder buffer)
    {
        ReadOnlySpan<char> characters = text.Span;
        int unchanged = 0;
        while (unchanged < characters.Length && Map(characters[unchanged]) == characters[unchanged])
            unchanged++;
        if (unchanged == characters.Length)
            return text;
        buffer.Clear();
        buffer.Append(characters[..unchanged]);
        foreach (char character in characters[unchanged..])
        {
            if (Map(character) is char mapped)
                buffer.Append(mapped);
        }
        return buffer.ToString().AsMemory();
    }

    // What a character becomes; null where it is dropped.
    private char? Map(char character)
    {
        if ((!KeepPunctuations && char.IsPunctuation(character)) || (!KeepNumbers && char.IsNumber(character)))
            return null;
        if (!KeepDiacritics)
        {
            if (Diacritics.IsCombining(character))
                return null;
            character = Diacritics.Remove(character);
        }
        return CaseMode switch
        {
            TextNormalizingEstimator.CaseMode.Lower => char.ToLowerInvariant(character),
            TextNormalizingEstimator.CaseMode.Upper => char.ToUpperInvariant(character),
            _ => character,
        };
    }
}
