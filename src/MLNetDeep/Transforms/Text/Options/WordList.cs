using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>An immutable set of words. Two lists are equal if they contain the same words.</summary>
/// <remarks>Create one with a collection expression: <c>WordList ignored = ["film", "movie"];</c></remarks>
[CollectionBuilder(typeof(WordList), nameof(Of))]
public sealed class WordList : IReadOnlyCollection<string>, IEquatable<WordList>
{
    private static readonly char[] s_lineBreaks = ['\n', '\r', ' '];

    private readonly ImmutableSortedSet<string> _words;

    private WordList(IEnumerable<string> words) => _words = words.ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The empty list.</summary>
    public static WordList None { get; } = new([]);

    /// <summary>
    /// English function words, which say little about the topic of a text: articles, pronouns, prepositions, conjunctions and auxiliary
    /// verbs.
    /// </summary>
    public static WordList English { get; } = Parse(FunctionWords.English);

    /// <summary>
    /// French function words, which say little about the topic of a text: articles, pronouns, prepositions, conjunctions and auxiliary
    /// verbs.
    /// </summary>
    public static WordList French { get; } = Parse(FunctionWords.French);

    /// <summary>The number of distinct words.</summary>
    public int Count => _words.Count;

    /// <summary>Creates a list of words.</summary>
    /// <param name="words">The words; duplicates are removed.</param>
    /// <exception cref="ArgumentException">A word is null, empty, white space or contains an unpaired surrogate.</exception>
    public static WordList Of(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (string.IsNullOrWhiteSpace(word) || !Utf16.IsWellFormed(word))
            {
                throw new ArgumentException("A word is null, empty, white space or contains an unpaired surrogate.", nameof(words));
            }
        }

        return words.IsEmpty ? None : new WordList(words.ToArray());
    }

    /// <summary>Returns the union of two lists.</summary>
    public WordList Union(WordList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new WordList(_words.Union(other._words));
    }

    /// <summary>Whether the list contains the word, by ordinal comparison.</summary>
    public bool Contains(string word) => _words.Contains(word);

    /// <inheritdoc/>
    public bool Equals(WordList? other) => other is not null && _words.SetEquals(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WordList);

    /// <inheritdoc/>
    public override int GetHashCode() => _words.Aggregate(_words.Count, HashCode.Combine);

    /// <summary>Returns the words, as in <c>[film, movie]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _words)}]";

    /// <summary>Enumerates the words in ordinal order.</summary>
    public IEnumerator<string> GetEnumerator() => _words.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static WordList Parse(string words) => new(words.Split(s_lineBreaks, StringSplitOptions.RemoveEmptyEntries));
}
