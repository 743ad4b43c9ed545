namespace MLNetDeep.Transforms;

/// <summary>Maps the terms of a text to slots: the slot of a term is its position in the vocabulary.</summary>
internal sealed class VocabularySlots(VocabularyTerms terms) : ITermSlots
{
    private int[] _wordNumbers = [];

    public int Count => terms.SlotCount;

    public void Add(WordBuffer text, int words, SlotCounts slots)
    {
        if (words > 1)
        {
            AddNGrams(text, words, slots);
            return;
        }

        for (int i = 0; i < text.Count; i++)
        {
            ref byte word = ref text.Word(i, out int length);
            int slot = terms.SlotOf(ref word, length);
            if (slot >= 0)
            {
                slots.Add(slot);
            }
        }
    }

    private void AddNGrams(WordBuffer text, int words, SlotCounts slots)
    {
        if (_wordNumbers.Length < text.Count)
        {
            _wordNumbers = new int[2 * text.Count];
        }

        for (int i = 0; i < text.Count; i++)
        {
            ref byte word = ref text.Word(i, out int length);
            _wordNumbers[i] = terms.Words.Find(ref word, length);
        }

        for (int first = 0; first < text.PhraseCount(words); first++)
        {
            int slot = terms.SlotOf(_wordNumbers.AsSpan(first, words));
            if (slot >= 0)
            {
                slots.Add(slot);
            }
        }
    }
}
