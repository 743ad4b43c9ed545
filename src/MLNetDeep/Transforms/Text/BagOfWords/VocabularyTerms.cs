namespace MLNetDeep.Transforms;

/// <summary>Maps the terms of a vocabulary, words and n-grams, to their slots. It is immutable and thread-safe.</summary>
internal sealed class VocabularyTerms
{
    private readonly NGramTable _nGrams = new();
    private readonly int[] _slotsOfNGrams = [];

    // Null if the vocabulary has no n-grams. In that case the number of a word is its slot.
    private readonly int[]? _slotsOfWords;

    public VocabularyTerms(TextVocabulary vocabulary)
    {
        SlotCount = vocabulary.Count;
        Words = vocabulary.Terms;
        if (!vocabulary.Any(w => w.Word.Contains(' ')))
        {
            return;
        }

        Words = new TermTable();
        _slotsOfNGrams = new int[SlotCount];
        _slotsOfWords = new int[3 * SlotCount];
        Array.Fill(_slotsOfWords, -1);
        for (int slot = 0; slot < SlotCount; slot++)
        {
            int[] words = Array.ConvertAll(vocabulary[slot].Word.Split(' '), Words.Add);
            if (words.Length == 1)
            {
                _slotsOfWords[words[0]] = slot;
            }
            else
            {
                _slotsOfNGrams[_nGrams.Add(NGram.Of(words))] = slot;
            }
        }

        Array.Resize(ref _slotsOfWords, Words.Count);
    }

    public int SlotCount { get; }

    /// <summary>The words of all terms, including the words inside n-grams.</summary>
    public TermTable Words { get; }

    /// <summary>Returns the slot of a word; -1 if it has none.</summary>
    public int SlotOf(ref byte word, int length)
    {
        int number = Words.Find(ref word, length);
        return number < 0 || _slotsOfWords is null ? number : _slotsOfWords[number];
    }

    /// <summary>
    /// Returns the slot of an n-gram of two or three words; -1 if it has none. Words are given by number; -1 is a word that occurs in no
    /// term.
    /// </summary>
    public int SlotOf(ReadOnlySpan<int> words)
    {
        int nGram = words.Contains(-1) ? -1 : _nGrams.Find(NGram.Of(words));
        return nGram < 0 ? -1 : _slotsOfNGrams[nGram];
    }
}
