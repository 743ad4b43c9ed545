using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>A hash set that numbers its n-grams from 0 in the order in which they are added.</summary>
internal sealed class NGramTable
{
    private const int MinSlotCount = 256;

    // A hash table with open addressing and linear probing, at most half full. A slot holds the number of an n-gram plus 1; 0 if the slot
    // is free.
    private int[] _slots = new int[MinSlotCount];
    private NGram[] _nGrams = new NGram[MinSlotCount / 2];

    /// <summary>The number of n-grams.</summary>
    public int Count { get; private set; }

    /// <summary>The n-grams, by number.</summary>
    public ReadOnlySpan<NGram> All => _nGrams.AsSpan(0, Count);

    /// <summary>Returns the number of an n-gram; -1 if it is not in the set.</summary>
    public int Find(NGram nGram) => _slots[Slot(nGram)] - 1;

    /// <summary>Adds an n-gram if it is not in the set, and returns its number.</summary>
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

    /// <summary>Removes all n-grams except those to keep, and renumbers these from 0 in the same order.</summary>
    /// <param name="keep">For each n-gram, whether to keep it.</param>
    /// <param name="words">For each word, its new number.</param>
    public void Keep(ReadOnlySpan<bool> keep, ReadOnlySpan<int> words)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (keep[i])
            {
                _nGrams[kept++] = _nGrams[i].Renumber(words);
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

    // Returns the slot of an n-gram. If the n-gram is not in the set, returns the free slot for it.
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
