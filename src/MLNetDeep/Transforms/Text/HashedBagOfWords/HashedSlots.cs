namespace MLNetDeep.Transforms;

/// <summary>Maps terms to slots by hashing. The slot is the low bits of the <see cref="MurmurHash3"/> of its UTF-8 bytes.</summary>
internal sealed class HashedSlots(int bits, uint seed) : ITermSlots
{
    public int Count => 1 << bits;

    public void Add(WordBuffer text, int words, SlotCounts slots)
    {
        for (int first = 0; first < text.PhraseCount(words); first++)
        {
            slots.Add((int)(MurmurHash3.Hash(text.Phrase(first, words), seed) & (uint)(Count - 1)));
        }
    }
}
