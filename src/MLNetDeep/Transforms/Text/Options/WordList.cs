using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>A list of words that does not change. Two lists are equal when they have the same words, in whatever order.</summary>
/// <remarks>Made by a collection expression: <c>WordList ignored = ["film", "movie"];</c></remarks>
[CollectionBuilder(typeof(WordList), nameof(Of))]
public sealed class WordList : IReadOnlyCollection<string>, IEquatable<WordList>
{
    private static readonly char[] s_lineBreaks = ['\n', '\r', ' '];

    private readonly ImmutableSortedSet<string> _words;

    private WordList(IEnumerable<string> words) => _words = words.ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>No word.</summary>
    public static WordList None { get; } = new([]);

    /// <summary>English words that say little of what a text is about: articles, pronouns, prepositions, conjunctions and auxiliary verbs.</summary>
    public static WordList English { get; } = Parse(FunctionWords.English);

    /// <summary>French words that say little of what a text is about: articles, pronouns, prepositions, conjunctions and auxiliary verbs.</summary>
    public static WordList French { get; } = Parse(FunctionWords.French);

    /// <summary>The number of different words.</summary>
    public int Count => _words.Count;

    /// <summary>A list of the words given.</summary>
    /// <param name="words">The words; one that is there twice counts once.</param>
    /// <exception cref="ArgumentException">A word is null, empty or white space, or has half of a surrogate pair.</exception>
    public static WordList Of(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (string.IsNullOrWhiteSpace(word) || !WellFormed.Is(word))
            {
                throw new ArgumentException("A list of words has one that is null, empty, white space or no well-formed text.", nameof(words));
            }
        }
        return words.IsEmpty ? None : new WordList(words.ToArray());
    }

    /// <summary>This list and the words of another.</summary>
    public WordList Union(WordList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new WordList(_words.Union(other._words));
    }

    /// <summary>Whether the word is in the list, letter for letter.</summary>
    public bool Contains(string word) => _words.Contains(word);

    /// <inheritdoc/>
    public bool Equals(WordList? other) => other is not null && _words.SetEquals(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WordList);

    /// <inheritdoc/>
    public override int GetHashCode() => _words.Aggregate(_words.Count, HashCode.Combine);

    /// <summary>The words in ordinal order.</summary>
    public IEnumerator<string> GetEnumerator() => _words.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static WordList Parse(string words) => new(words.Split(s_lineBreaks, StringSplitOptions.RemoveEmptyEntries));
}
