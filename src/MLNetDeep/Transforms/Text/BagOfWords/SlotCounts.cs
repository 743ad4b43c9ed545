namespace MLNetDeep.Transforms;

/// <summary>Counts how many times each slot is added, and returns the slots in ascending order.</summary>
/// <param name="slotCount">The number of slots of the vector.</param>
/// <remarks>The slots are sorted by radix sort: time and memory are linear in the number of added slots, regardless of the size of the
/// vector.</remarks>
internal sealed class SlotCounts(int slotCount)
{
    private int[] _added = new int[256];
    private int[] _sorted = new int[256];
    private int[] _counts = new int[256];
    private int _addedCount;
    private int _count;

    /// <summary>The number of added slots, repetitions included.</summary>
    public int Total => _addedCount;

    /// <summary>The distinct slots in ascending order. Valid after <see cref="Count"/>.</summary>
    public ReadOnlySpan<int> Slots => _sorted.AsSpan(0, _count);

    /// <summary>How many times each of the <see cref="Slots"/> was added.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _count);

    /// <summary>Removes all slots, and reserves capacity for new ones.</summary>
    public void Clear(int capacity)
    {
        _addedCount = 0;
        _count = 0;
        if (_added.Length >= capacity)
        {
            return;
        }

        _added = new int[2 * capacity];
        _sorted = new int[2 * capacity];
        _counts = new int[2 * capacity];
    }

    /// <summary>Adds a slot. The capacity must not be exceeded.</summary>
    public void Add(int slot) => _added[_addedCount++] = slot;

    /// <summary>Sorts and counts the added slots.</summary>
    public void Count()
    {
        RadixSort.Sort(ref _added, ref _sorted, _addedCount, slotCount);
        ReadOnlySpan<int> added = _added.AsSpan(0, _addedCount);
        Span<int> slots = _sorted.AsSpan(0, _addedCount);
        Span<int> counts = _counts.AsSpan(0, _addedCount);

        // Finds runs of equal slots without branches that depend on the data: every iteration writes, and a repeated slot overwrites
        // its own entry. The first loop stores the end of each run in counts; the second loop turns the ends into lengths.
        int last = -1;
        int position = -1;
        for (int i = 0; i < added.Length; i++)
        {
            position += added[i] == last ? 0 : 1;
            last = added[i];
            slots[position] = last;
            counts[position] = i + 1;
        }

        for (int i = position; i > 0; i--)
        {
            counts[i] -= counts[i - 1];
        }

        _count = position + 1;
    }
}
