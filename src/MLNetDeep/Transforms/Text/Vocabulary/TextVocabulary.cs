using System.Collections;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// The words or n-grams learned from texts, by descending count; words with equal counts are in ordinal order. The index of a
/// word is its position.
/// </summary>
public sealed class TextVocabulary : IReadOnlyList<VocabularyWord>
{
    private readonly VocabularyWord[] _words;

    internal TextVocabulary(VocabularyWord[] words, long textCount, long maxUndercount)
    {
        _words = words;
        TextCount = textCount;
        MaxUndercount = maxUndercount;
        foreach (VocabularyWord word in words)
        {
            Terms.Add(word.Word);
        }
    }

    /// <summary>The number of words.</summary>
    public int Count => _words.Length;

    /// <summary>The number of texts from which the vocabulary was learned.</summary>
    public long TextCount { get; }

    /// <summary>
    /// The largest amount by which a count may be below the true count, because rare words were dropped to stay within
    /// <see cref="VocabularyOptions.MaxCandidates"/>. No word with a higher true count than this was dropped. 0 if no word was dropped.
    /// </summary>
    public long MaxUndercount { get; }

    /// <summary>The words in UTF-8. The number of a word is its index.</summary>
    internal TermTable Terms { get; } = new();

    /// <summary>Gets the word at an index.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative, or not less than <see cref="Count"/>.</exception>
    public VocabularyWord this[int index] => _words[index];

    /// <summary>Finds the index of a word. The word must be in tokenized form, for example in lower case.</summary>
    /// <param name="word">The word.</param>
    /// <param name="index">The index of the word, from 0; 0 if the word is not in the vocabulary.</param>
    /// <returns>Whether the word is in the vocabulary.</returns>
    public bool TryGetIndex(ReadOnlySpan<char> word, out int index)
    {
        int number = Utf16.IsWellFormed(word) ? Terms.Find(Encoding.UTF8.GetBytes(word.ToString())) : -1;
        index = Math.Max(number, 0);
        return number >= 0;
    }

    /// <summary>Enumerates the words in the order of their indices.</summary>
    public IEnumerator<VocabularyWord> GetEnumerator() => ((IEnumerable<VocabularyWord>)_words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
