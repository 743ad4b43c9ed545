using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>How texts are cut into words. The rules, with examples, are in docs/tokenizing.md. Options do not change; make others with <c>with</c>.</summary>
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

    /// <summary>Whether upper-case letters are made lower-case, one by one and independent of the culture. Default true.</summary>
    public bool LowerCase { get; init; } = DefaultLowerCase;

    /// <summary>
    /// Whether words consist of letters, marks, numbers and apostrophes inside them, and all else separates them. Otherwise
    /// only white space does, and punctuation is part of the words. Default true.
    /// </summary>
    public bool StripPunctuation { get; init; } = DefaultStripPunctuation;

    /// <summary>Whether HTML tags separate words and character references such as <c>&amp;eacute;</c> are replaced. Default true.</summary>
    public bool StripHtml { get; init; } = DefaultStripHtml;

    /// <summary>
    /// Words that are left out as if they were not in the text, so that their neighbours are neighbours in n-grams. They go
    /// through the same rules as the texts. Default none; <see cref="WordList.English"/>, <see cref="WordList.French"/> or your own.
    /// </summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public WordList StopWords { get; init => field = NotNull(value); } = WordList.None;

    private protected static WordList NotNull(WordList? value, [CallerMemberName] string option = "") => value ?? throw new ArgumentNullException(option);
}
