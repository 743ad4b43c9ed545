using System.Collections.Frozen;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Marks on letters: combining ones, and the letters that are composed with them.</summary>
internal static class Diacritics
{
    // Each a plain letter, then the letters of Latin, Greek and Cyrillic that Unicode decomposes into it and marks.
    private static readonly string[] s_letters =
    [
        "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦ", "CÇĆĈĊČ", "DĎ", "EÈÉÊËĒĔĖĘĚȄȆȨ", "GĜĞĠĢǦǴ", "HĤȞ", "IÌÍÎÏĨĪĬĮİǏȈȊ", "JĴ", "KĶǨ", "LĹĻĽ", "NÑŃŅŇǸ",
        "OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰ", "RŔŖŘȐȒ", "SŚŜŞŠȘ", "TŢŤȚ", "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖ", "WŴ", "YÝŶŸȲ", "ZŹŻŽ", "aàáâãäåāăąǎǟǡǻȁȃȧ",
        "cçćĉċč", "dď", "eèéêëēĕėęěȅȇȩ", "gĝğġģǧǵ", "hĥȟ", "iìíîïĩīĭįǐȉȋ", "jĵǰ", "kķǩ", "lĺļľ", "nñńņňǹ", "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱ",
        "rŕŗřȑȓ", "sśŝşšș", "tţťț", "uùúûüũūŭůűųưǔǖǘǚǜȕȗ", "wŵ", "yýÿŷȳ", "zźżž", "ÆǢǼ", "ØǾ", "æǣǽ", "øǿ", "ƷǮ", "ʒǯ", "ΑΆ",
        "ΕΈ", "ΗΉ", "ΙΊΪ", "ΟΌ", "ΥΎΫ", "ΩΏ", "αά", "εέ", "ηή", "ιΐίϊ", "οό", "υΰϋύ", "ωώ", "ϒϓϔ", "ІЇ", "АӐӒ", "ГЃ", "ЕЀЁӖ",
        "ЖӁӜ", "ЗӞ", "ИЍЙӢӤ", "КЌ", "ОӦ", "УЎӮӰӲ", "ЧӴ", "ЫӸ", "ЭӬ", "аӑӓ", "гѓ", "еѐёӗ", "жӂӝ", "зӟ", "ийѝӣӥ", "кќ", "оӧ",
        "уўӯӱӳ", "чӵ", "ыӹ", "эӭ", "ії", "ѴѶ", "ѵѷ", "ӘӚ", "әӛ", "ӨӪ", "өӫ",
    ];

    private static readonly FrozenDictionary<char, char> s_plain =
        s_letters.SelectMany(letters => letters.Skip(1).Select(composed => KeyValuePair.Create(composed, letters[0]))).ToFrozenDictionary();

    /// <summary>The letter without its marks; the character itself where it is no letter with marks.</summary>
    public static char Remove(char character) => character < '\u00C0' ? character : s_plain.GetValueOrDefault(character, character);

    /// <summary>Whether the character is a mark on the one before it: a common one, or a point of Hebrew or Arabic.</summary>
    public static bool IsCombining(char character) => character is
        (>= '\u0300' and <= '\u036F')
        or (>= '\u0591' and <= '\u05BD') or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7'
        or (>= '\u0610' and <= '\u0615') or (>= '\u064C' and <= '\u065E') or '\u0670';
}
