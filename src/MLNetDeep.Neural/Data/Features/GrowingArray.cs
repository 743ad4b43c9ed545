namespace MLNetDeep.Neural;

/// <summary>An array that grows as items are added. Its items can be read in place.</summary>
internal sealed class GrowingArray<T>(int capacity = 1024)
{
    private T[] _items = new T[Math.Max(1, capacity)];

    public int Count { get; private set; }

    public ReadOnlyMemory<T> Items => _items.AsMemory(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, checked(2 * _items.Length));
        }

        _items[Count++] = item;
    }

    /// <summary>
    /// Returns space for new items. The caller writes the items, then calls <see cref="Advance"/> to add them to the array.
    /// </summary>
    public Span<T> Reserve(int count)
    {
        int needed = checked(Count + count);
        if (needed > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(needed, (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        }

        return _items.AsSpan(Count, count);
    }

    /// <summary>Adds the items that the caller wrote into the reserved space.</summary>
    public void Advance(int count) => Count += count;

    /// <summary>Removes all items but keeps the memory.</summary>
    public void Clear() => Count = 0;
}
