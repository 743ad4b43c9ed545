using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>A set of n-grams, each with a number: the first that was added has 0, the next 1, and so on.</summary>
internal sealed class NGramTable
{
    private const int SmallestSlotCount = 256;

    // In a slot (open addressing, linear probing, at most half full) is the number plus 1.
    private int[] _slots = new int[SmallestSlotCount];
    private NGram[] _nGrams = new NGram[SmallestSlotCount / 2];

    /// <summary>The number of n-grams.</summary>
    public int Count { get; private set; }

    /// <summary>The n-grams in the order of their numbers.</summary>
    public ReadOnlySpan<NGram> All => _nGrams.AsSpan(0, Count);

    /// <summary>The number of an n-gram; -1 where it is not in the set.</summary>
    public int Find(NGram nGram) => _slots[Slot(nGram)] - 1;

    /// <summary>The number of an n-gram, which is added if it is not in the set.</summary>
    public int Add(NGram nGram)
    {
        int slot = Slot(nGram);
        if (_slots[slot] > 0)
        {
            return _slots[slot] - 1;
        }

        if (Count == _nGrams.Length)
        {
            Array.Resize(ref _nGrams, 2 * Count);
            Rebuild(2 * _slots.Length);
            slot = Slot(nGram);
        }
        _nGrams[Count++] = nGram;
        _slots[slot] = Count;
        return Count - 1;
    }

    /// <summary>Leaves only the n-grams that are to be kept; they get new numbers in the same order.</summary>
    /// <param name="keep">For each number whether its n-gram is kept.</param>
    /// <param name="words">The new number of each word.</param>
    public void Keep(ReadOnlySpan<bool> keep, ReadOnlySpan<int> words)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (keep[i])
            {
                _nGrams[kept++] = _nGrams[i].By(words);
            }
        }
        Count = kept;
        Rebuild(_slots.Length);
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private void Rebuild(int slotCount)
    {
        if (slotCount == _slots.Length)
        {
            Array.Clear(_slots);
        }
        else
        {
            _slots = new int[slotCount];
        }

        for (int i = 0; i < Count; i++)
        {
            _slots[Slot(_nGrams[i])] = i + 1;
        }
    }

    // The slot of an n-gram, or the one where it would go.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(NGram nGram)
    {
        ulong words = ((ulong)(uint)nGram.First << 32) | (uint)nGram.Second;
        ulong high = Math.BigMul(words ^ 0xA0761D6478BD642F, (ulong)(uint)nGram.Third ^ 0xE7037ED1A0B428DB, out ulong low);
        int mask = _slots.Length - 1;
        int slot = (int)(high ^ low) & mask;
        while (_slots[slot] > 0 && _nGrams[_slots[slot] - 1] != nGram)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
