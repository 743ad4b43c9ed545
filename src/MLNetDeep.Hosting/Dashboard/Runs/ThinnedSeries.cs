namespace MLNetDeep.Hosting;

/// <summary>
/// A series of values that stays short: when it is full, each two neighbours become one, and from then on an item stands for twice as many
/// values.
/// </summary>
/// <remarks>One thread adds. Other threads read views, which never change: an item of a view is not written again.</remarks>
/// <param name="capacity">The number of items at which neighbours become one; even.</param>
/// <param name="merge">Makes one item of two neighbours.</param>
internal sealed class ThinnedSeries<T>(int capacity, Func<T, T, T> merge)
{
    private T[] _items = new T[Math.Min(capacity, 16)];
    private int _count;
    private int _generation;

    // An item for which fewer values than the stride have been added.
    private T _pending = default!;
    private int _pendingValues;

    /// <summary>The number of values that an item stands for.</summary>
    public int Stride { get; private set; } = 1;

    /// <summary>The items so far.</summary>
    public SeriesView<T> View => new(_items.AsMemory(0, _count), _generation);

    public void Add(T value)
    {
        _pending = _pendingValues == 0 ? value : merge(_pending, value);
        if (++_pendingValues == Stride)
        {
            _pendingValues = 0;
            Append(_pending);
        }
    }

    private void Append(T item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Min(capacity, 2 * _count));
        }

        _items[_count++] = item;
        if (_count == capacity)
        {
            T[] merged = new T[capacity];
            for (int i = 0; i < capacity / 2; i++)
            {
                merged[i] = merge(_items[2 * i], _items[(2 * i) + 1]);
            }

            (_items, _count) = (merged, capacity / 2);
            Stride *= 2;
            _generation++;
        }
    }
}
