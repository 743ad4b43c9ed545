namespace MLNetDeep.Transforms;

/// <summary>The terms of a vocabulary by the numbers of their words. It does not change, and may be used by several threads.</summary>
internal sealed class VocabularyTerms
{
    private readonly NGramTable _nGrams = new();
    private readonly int[] _slotsOfNGrams = [];

    // Null where there are no n-grams: then the number of a word is its slot.
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

    /// <summary>The words that the terms consist of.</summary>
    public TermTable Words { get; }

    /// <summary>The slot of a word; -1 where it has none.</summary>
    public int SlotOf(ref byte word, int length)
    {
        int number = Words.Find(ref word, length);
        return number < 0 || _slotsOfWords is null ? number : _slotsOfWords[number];
    }

    /// <summary>The slot of two or three words, by their numbers, which are -1 for those that are in no term; -1 where they have none.</summary>
    public int SlotOf(ReadOnlySpan<int> words)
    {
        int nGram = words.Contains(-1) ? -1 : _nGrams.Find(NGram.Of(words));
        return nGram < 0 ? -1 : _slotsOfNGrams[nGram];
    }
}
