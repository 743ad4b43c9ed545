namespace MLNetDeep.Transforms;

/// <summary>Finds the slot of a term in a vocabulary: the position of the term.</summary>
internal sealed class VocabularySlots(VocabularyTerms terms) : ITermSlots
{
    private int[] _words = [];

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
        if (_words.Length < text.Count)
        {
            _words = new int[2 * text.Count];
        }

        for (int i = 0; i < text.Count; i++)
        {
            ref byte word = ref text.Word(i, out int length);
            _words[i] = terms.Words.Find(ref word, length);
        }

        for (int first = 0; first < text.PhraseCount(words); first++)
        {
            int slot = terms.SlotOf(_words.AsSpan(first, words));
            if (slot >= 0)
            {
                slots.Add(slot);
            }
        }
    }
}
