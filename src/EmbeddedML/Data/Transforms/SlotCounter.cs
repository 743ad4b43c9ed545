using MLNetDeep.Collections;

namespace Microsoft.ML.Data;

/// <summary>Counts how often slots occur, into a vector of the counts; the vector is what a <see cref="VectorBuilder"/> makes of them.</summary>
internal sealed class SlotCounter
{
    // Up to about so many, comparing is faster than distributing by digits.
    private const int FewSlots = 64;

    private readonly VectorBuilder _builder = new();
    private int[] _slots = new int[FewSlots];
    private int[] _sorted = [];
    private int _count;
    private int _length;

    /// <summary>Starts a vector of zeros.</summary>
    public void Reset(int length)
    {
        _length = length;
        _count = 0;
    }

    /// <summary>Counts an occurrence of a slot.</summary>
    public void Add(int slot)
    {
        if (_count == _slots.Length)
            Array.Resize(ref _slots, 2 * _count);
        _slots[_count++] = slot;
    }

    /// <summary>Writes the vector. The slots may be in another order after it.</summary>
    public void CopyTo(ref VBuffer<float> destination)
    {
        if (_count < (_length / 2) - 1)
            CopySparse(ref destination);
        else
            CopyByBuilder(ref destination);
    }

    private void CopyByBuilder(ref VBuffer<float> destination)
    {
        _builder.Reset(_length);
        foreach (int slot in _slots.AsSpan(0, _count))
            _builder.Add(slot, 1);
        _builder.CopyTo(ref destination);
    }

    // With so few occurrences a builder never turns dense.
    private void CopySparse(ref VBuffer<float> destination)
    {
        Sort();
        ReadOnlySpan<int> slots = _slots.AsSpan(0, _count);
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

    private void Sort()
    {
        if (_count <= FewSlots)
        {
            _slots.AsSpan(0, _count).Sort();
            return;
        }
        if (_sorted.Length < _slots.Length)
            _sorted = new int[_slots.Length];
        RadixSort.Sort(ref _slots, ref _sorted, _count, _length);
    }
}
