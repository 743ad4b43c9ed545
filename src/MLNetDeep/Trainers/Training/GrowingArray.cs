namespace MLNetDeep.Trainers;

/// <summary>An array that grows as items are added, and is then used as it is.</summary>
internal sealed class GrowingArray<T>(int capacity = 1024)
{
    private T[] _items = new T[Math.Max(1, capacity)];

    public int Count { get; private set; }

    public ReadOnlyMemory<T> Items => _items.AsMemory(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, checked(2 * _items.Length));
        _items[Count++] = item;
    }

    /// <summary>Removes all items, and keeps the memory.</summary>
    public void Clear()
    {
        _items.AsSpan(0, Count).Clear();
        Count = 0;
    }

    /// <summary>Adds so many items with the default value, and gives them to be written.</summary>
    public Span<T> Extend(int count)
    {
        int needed = checked(Count + count);
        if (needed > _items.Length)
            Array.Resize(ref _items, Math.Max(needed, (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        Span<T> added = _items.AsSpan(Count, count);
        Count = needed;
        return added;
    }
}
