using System.Collections;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// The words that were learned from texts, the most frequent first and those of the same count in ordinal order; the index
/// of a word is its position.
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

    /// <summary>The number of texts from which the words were learned.</summary>
    public long TextCount { get; }

    /// <summary>
    /// By how much a count may fall short of the true one, because rare words were dropped to keep within
    /// <see cref="VocabularyOptions.MaxCandidates"/>. Every word that is more frequent than this was counted. 0 where none was dropped.
    /// </summary>
    public long MaxUndercount { get; }

    /// <summary>The words by their UTF-8; the number of each is its index.</summary>
    internal TermTable Terms { get; } = new();

    /// <summary>The word at an index.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such index.</exception>
    public VocabularyWord this[int index] => _words[index];

    /// <summary>Finds the index of a word, which must be written as the vocabulary writes it: in lower case, say.</summary>
    /// <param name="word">The word.</param>
    /// <param name="index">Its index from 0; 0 where it is not in the vocabulary.</param>
    /// <returns>Whether the word is in the vocabulary.</returns>
    public bool TryGetIndex(ReadOnlySpan<char> word, out int index)
    {
        int number = WellFormed.Is(word) ? Terms.Find(Encoding.UTF8.GetBytes(word.ToString())) : -1;
        index = Math.Max(number, 0);
        return number >= 0;
    }

    /// <summary>The words in the order of their indices.</summary>
    public IEnumerator<VocabularyWord> GetEnumerator() => ((IEnumerable<VocabularyWord>)_words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
