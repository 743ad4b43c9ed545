using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Transforms.Text;

/// <summary>The numbers of n-grams of one length, by their keys.</summary>
/// <remarks>
/// A slot of the table holds a signature of the keys beside the number, so that a search reads one place in memory: of one and
/// two keys the signature is the keys themselves, of more it is a hash, behind which the keys must be compared.
/// </remarks>
internal sealed class NgramTable
{
    private const int InitialSize = 16;
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private Slot[] _slots = new Slot[InitialSize];
    private int _shift = 64 - BitOperations.Log2(InitialSize);
    private int _count;

    /// <summary>Whether n-grams of so many keys are the same only if their keys are, not just their signatures.</summary>
    public static bool MustCompareKeys(int length) => length > 2;

    /// <summary>What to look for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sign(ReadOnlySpan<uint> ngram) => ngram.Length switch
    {
        1 => ngram[0],
        2 => ((ulong)ngram[0] << 32) | ngram[1],
        _ => Hash(ngram),
    };

    /// <summary>The number of the first n-gram of the signature, or -1.</summary>
    /// <param name="signature">What to look for.</param>
    /// <param name="place">Where it is, or where it would be added.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindFirst(ulong signature, out int place)
    {
        place = (int)((signature * GoldenRatio) >> _shift);
        return FindFrom(signature, ref place);
    }

    /// <summary>The number of the next n-gram of the signature behind a place, or -1.</summary>
    public int FindNext(ulong signature, ref int place)
    {
        place = (place + 1) & (_slots.Length - 1);
        return FindFrom(signature, ref place);
    }

    /// <summary>Adds an n-gram at the place at which the search for it ended.</summary>
    public void Add(ulong signature, int place, int id)
    {
        Debug.Assert(_slots[place].Number == 0, "A search ends at a free place.");
        _slots[place] = new Slot(signature, id + 1);
        if (++_count > _slots.Length / 8 * 5)
            Grow();
    }

    private static ulong Hash(ReadOnlySpan<uint> ngram)
    {
        ulong hash = 0;
        foreach (uint key in ngram)
            hash = (BitOperations.RotateLeft(hash, 29) ^ key) * GoldenRatio;
        return hash ^ (hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindFrom(ulong signature, ref int place)
    {
        Slot[] slots = _slots;
        while (true)
        {
            ref readonly Slot slot = ref slots[place];
            if (slot.Number == 0)
                return -1;
            if (slot.Signature == signature)
                return slot.Number - 1;
            place = (place + 1) & (slots.Length - 1);
        }
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[checked(2 * old.Length)];
        _shift--;
        foreach (Slot slot in old)
        {
            if (slot.Number == 0)
                continue;
            int place = (int)((slot.Signature * GoldenRatio) >> _shift);
            while (_slots[place].Number != 0)
                place = (place + 1) & (_slots.Length - 1);
            _slots[place] = slot;
        }
    }

    /// <param name="Signature">The keys or their hash.</param>
    /// <param name="Number">1 + the n-gram's number; 0 where the slot is free.</param>
    private readonly record struct Slot(ulong Signature, int Number);
}
