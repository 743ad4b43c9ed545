using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Counts how often slots occur, into a vector of the counts; the vector is what a <see cref="VectorBuilder"/> makes of them.</summary>
internal sealed class SlotCounter
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    // Up to about so many, comparing is faster than distributing by digits.
    private const int FewSlots = 64;

    private readonly VectorBuilder _builder = new();
    private readonly List<int> _slots = [];
    private int[] _sorted = [];
    private int _length;

    /// <summary>Starts a vector of zeros.</summary>
    public void Reset(int length)
    {
        _length = length;
        _slots.Clear();
    }

    /// <summary>Counts an occurrence of a slot.</summary>
    public void Add(int slot) => _slots.Add(slot);

    /// <summary>Writes the vector. The slots may be in another order after it.</summary>
    public void CopyTo(ref VBuffer<float> destination)
    {
        if (_slots.Count < (_length / 2) - 1)
            CopySparse(ref destination);
        else
            CopyByBuilder(ref destination);
    }

    private void CopyByBuilder(ref VBuffer<float> destination)
    {
        _builder.Reset(_length);
        foreach (int slot in _slots)
            _builder.Add(slot, 1);
        _builder.CopyTo(ref destination);
    }

    // With so few occurrences a builder never turns dense.
    private void CopySparse(ref VBuffer<float> destination)
    {
        ReadOnlySpan<int> slots = Sort(CollectionsMarshal.AsSpan(_slots));
        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, _length, slots.Length);
        int count = 0;
        for (int i = 0; i < slots.Length; count++)
        {
            int first = i;
            while (i < slots.Length && slots[i] == slots[first])
                i++;
            editor.Indices[count] = slots[first];
            editor.Values[count] = i - first;
        }
        destination = editor.CommitTruncated(count);
    }

    private Span<int> Sort(Span<int> slots)
    {
        if (slots.Length <= FewSlots)
        {
            slots.Sort();
            return slots;
        }
        if (_sorted.Length < slots.Length)
            _sorted = new int[2 * slots.Length];
        Span<int> sorted = _sorted.AsSpan(0, slots.Length);
        for (int shift = 0; shift < 32 && (_length - 1) >> shift > 0; shift += DigitBits)
        {
            Distribute(slots, sorted, shift);
            Span<int> swapped = slots;
            slots = sorted;
            sorted = swapped;
        }
        return slots;
    }

    // Orders the slots by one digit, those with the same one as they were.
    private static void Distribute(ReadOnlySpan<int> slots, Span<int> sorted, int shift)
    {
        Span<int> places = stackalloc int[Digits];
        places.Clear();
        foreach (int slot in slots)
            places[(slot >> shift) & (Digits - 1)]++;
        int place = 0;
        foreach (ref int start in places)
            (start, place) = (place, place + start);
        foreach (int slot in slots)
            sorted[places[(slot >> shift) & (Digits - 1)]++] = slot;
    }
}
