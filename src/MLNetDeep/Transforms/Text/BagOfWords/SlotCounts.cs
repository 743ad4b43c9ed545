
namespace MLNetDeep.Transforms;

/// <summary>Counts slots, and gives them in ascending order.</summary>
/// <param name="slotCount">The number of slots that there are.</param>
/// <remarks>The order comes from a radix sort: its time grows with the slots that were added alone, and its memory too.</remarks>
internal sealed class SlotCounts(int slotCount)
{
    private int[] _added = new int[256];
    private int[] _sorted = new int[256];
    private int[] _counts = new int[256];
    private int _addedCount;
    private int _count;

    /// <summary>The number of slots that were added, repetitions included.</summary>
    public int Total => _addedCount;

    /// <summary>The slots, ascending, after <see cref="Count"/>.</summary>
    public ReadOnlySpan<int> Slots => _sorted.AsSpan(0, _count);

    /// <summary>How many times each of the <see cref="Slots"/> was added.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _count);

    /// <summary>Forgets all, and makes room for that many slots.</summary>
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

    /// <summary>Adds a slot.</summary>
    public void Add(int slot) => _added[_addedCount++] = slot;

    /// <summary>Counts the slots that were added.</summary>
    public void Count()
    {
        RadixSort.Sort(ref _added, ref _sorted, _addedCount, slotCount);
        ReadOnlySpan<int> added = _added.AsSpan(0, _addedCount);
        Span<int> slots = _sorted.AsSpan(0, _addedCount);
        Span<int> counts = _counts.AsSpan(0, _addedCount);

        // A slot that is there again is written over itself, so that no jump depends on it: first with where it ends.
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
