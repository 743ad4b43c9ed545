using System.Collections.Concurrent;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Words that are removed from lists of words, whatever their case.</summary>
internal sealed class StopWordList
{
    private const int StackLimit = 256;

    private static readonly ConcurrentDictionary<StopWordsRemovingEstimator.Language, StopWordList> s_byLanguage = new();

    private readonly HashSet<string> _set;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes the list.</summary>
    /// <param name="words">The words in lower case.</param>
    public StopWordList(IEnumerable<string> words)
    {
        _set = [];
        Words = words.Where(_set.Add).ToArray();
        _lookup = _set.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The different words, in their order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The list of a language.</summary>
    /// <exception cref="InvalidOperationException">There is no list for the language.</exception>
    public static StopWordList Of(StopWordsRemovingEstimator.Language language) => s_byLanguage.GetOrAdd(language, Read);

    /// <summary>Whether a word, in lower case, is on the list.</summary>
    public bool Contains(ReadOnlySpan<char> word)
    {
        Span<char> lower = word.Length <= StackLimit ? stackalloc char[word.Length] : new char[word.Length];
        ToLower(word, lower);
        return _lookup.Contains(lower);
    }

    /// <summary>The word in lower case, character by character and by the rules of no culture.</summary>
    public static string ToLower(ReadOnlySpan<char> word)
    {
        var lower = new char[word.Length];
        ToLower(word, lower);
        return new string(lower);
    }

    private static void ToLower(ReadOnlySpan<char> word, Span<char> lower)
    {
        for (int i = 0; i < word.Length; i++)
            lower[i] = char.ToLowerInvariant(word[i]);
    }

    private static StopWordList Read(StopWordsRemovingEstimator.Language language)
    {
        using Stream? stream = typeof(StopWordList).Assembly.GetManifestResourceStream($"StopWords.{language}.txt");
        if (stream is null)
            throw new InvalidOperationException($"There is no list of stop words for '{language}', only for '{StopWordsRemovingEstimator.Language.English}' and '{StopWordsRemovingEstimator.Language.French}'.");
        using var reader = new StreamReader(stream);
        return new StopWordList(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
