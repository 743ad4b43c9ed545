using System.Globalization;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>Determines the kinds of characters from their Unicode categories.</summary>
internal static class CharacterKinds
{
    public const char Apostrophe = '\'';

    /// <summary>The value in <see cref="CreateAsciiTable"/> of a character that separates words.</summary>
    public const byte AsciiSeparator = 0xFE;

    /// <summary>The value in <see cref="CreateAsciiTable"/> of the apostrophe, which is part of a word between letters.</summary>
    public const byte AsciiApostrophe = 0xFF;

    private const int AsciiCount = 128;
    private const char TypographicApostrophe = '\u2019';
    private const char SoftHyphen = '\u00AD';
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    // The Han script without radicals and strokes: the iteration mark, zero, the unified ideographs with extensions A to J, and
    // the compatibility ideographs.
    private static readonly (int First, int Last)[] s_ideographs =
        [(0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F), (0x30000, 0x3347F)];

    private static readonly CharacterKind[] s_kinds = Enumerable.Range(0, 0x3000).Select(i => Find(i, CharUnicodeInfo.GetUnicodeCategory(i))).ToArray();

    public static CharacterKind Of(char character) =>
        character < s_kinds.Length ? s_kinds[character] : Find(character, CharUnicodeInfo.GetUnicodeCategory(character));

    public static CharacterKind Of(Rune rune) => Find(rune.Value, Rune.GetUnicodeCategory(rune));

    /// <summary>
    /// Returns, for each ASCII character, the byte to write into a word, <see cref="AsciiSeparator"/> or <see cref="AsciiApostrophe"/>.
    /// </summary>
    public static byte[] CreateAsciiTable(TokenizerSettings settings) => Array.ConvertAll(Enumerable.Range(0, AsciiCount).ToArray(), code =>
    {
        char character = (char)code;
        CharacterKind kind = settings.StripPunctuation ? Of(character) : char.IsWhiteSpace(character) ? CharacterKind.Separator : CharacterKind.Letter;
        return kind switch
        {
            CharacterKind.Separator => AsciiSeparator,
            CharacterKind.Apostrophe => AsciiApostrophe,
            _ => (byte)(settings.LowerCase ? char.ToLowerInvariant(character) : character),
        };
    });

    private static CharacterKind Find(int codePoint, UnicodeCategory category)
    {
        if (Array.Exists(s_ideographs, range => codePoint >= range.First && codePoint <= range.Last))
        {
            return CharacterKind.Ideograph;
        }

        switch (codePoint)
        {
            case Apostrophe or TypographicApostrophe:
                return CharacterKind.Apostrophe;
            case ZeroWidthJoiner or ZeroWidthNonJoiner:
                return CharacterKind.Joiner;
            case SoftHyphen:
                return CharacterKind.Invisible;
        }

        return category switch
        {
            <= UnicodeCategory.OtherLetter => CharacterKind.Letter,
            <= UnicodeCategory.EnclosingMark => CharacterKind.Mark,
            <= UnicodeCategory.OtherNumber => CharacterKind.Letter,
            _ => CharacterKind.Separator,
        };
    }
}
