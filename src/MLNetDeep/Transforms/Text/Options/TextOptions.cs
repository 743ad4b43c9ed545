using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>
/// Options for tokenizing: how texts are split into words. See docs/tokenizing.md for the rules and examples. Options are immutable; change
/// a copy with <c>with</c>.
/// </summary>
public abstract record TextOptions
{
    /// <summary>The default of <see cref="LowerCase"/>.</summary>
    public const bool DefaultLowerCase = true;

    /// <summary>The default of <see cref="StripPunctuation"/>.</summary>
    public const bool DefaultStripPunctuation = true;

    /// <summary>The default of <see cref="StripHtml"/>.</summary>
    public const bool DefaultStripHtml = true;

    private protected TextOptions()
    {
    }

    /// <summary>Whether letters are converted to lower case, one by one and independent of the culture. Default true.</summary>
    public bool LowerCase { get; init; } = DefaultLowerCase;

    /// <summary>
    /// Whether words consist of letters, combining marks, numbers and inner apostrophes, and every other character separates words.
    /// If false, only white space separates words, and punctuation is part of them. Default true.
    /// </summary>
    public bool StripPunctuation { get; init; } = DefaultStripPunctuation;

    /// <summary>
    /// Whether HTML tags are removed (each separates words) and character references such as <c>&amp;eacute;</c> are decoded. Default true.
    /// </summary>
    public bool StripHtml { get; init; } = DefaultStripHtml;

    /// <summary>
    /// Words that are removed from the texts before n-grams are formed: the words before and after a stop word become neighbours. Stop
    /// words are tokenized by the same rules as the texts. Default <see cref="WordList.None"/>; use <see cref="WordList.English"/>,
    /// <see cref="WordList.French"/> or a list of your own.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public WordList StopWords { get; init => field = NotNull(value); } = WordList.None;

    private protected static WordList NotNull(WordList? value, [CallerMemberName] string option = "") => value ?? throw new ArgumentNullException(
        option);
}
