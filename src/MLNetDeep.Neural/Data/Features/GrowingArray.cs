using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>An array that grows as items are added. Its items can be read in place.</summary>
/// <param name="expected">
/// The number of items that will probably be added. It may be wrong, so that large memory is taken only once a part of it is needed.
/// </param>
internal sealed class GrowingArray<T>(long expected = 1024)
{
    // Memory of so many bytes is taken at once if as many items are expected.
    private const int MaxInitialBytes = 1 << 26;

    // Beyond that, memory grows to the expected number, but at most by this factor.
    private const int MaxGrowth = 16;

    private T[] _items = new T[Math.Clamp(expected, 1, MaxInitialBytes / Unsafe.SizeOf<T>())];

    public int Count { get; private set; }

    public ReadOnlyMemory<T> Items => _items.AsMemory(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow(checked(Count + 1));
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
            Grow(needed);
        }

        return _items.AsSpan(Count, count);
    }

    /// <summary>Adds the items that the caller wrote into the reserved space.</summary>
    public void Advance(int count) => Count += count;

    /// <summary>Removes all items but keeps the memory.</summary>
    public void Clear() => Count = 0;

    private void Grow(int needed)
    {
        long length = Math.Max(2L * _items.Length, Math.Min(expected, (long)MaxGrowth * _items.Length));
        Array.Resize(ref _items, Math.Max(needed, (int)Math.Min(length, Array.MaxLength)));
    }
}
