namespace MLNetDeep.Transforms;

/// <summary>
/// Stores a value for each word or n-gram of a table, by number. Values are initially 0. They are stored in pages, so growth copies no
/// values and leaves no garbage.
/// </summary>
internal sealed class TermValues<T> where T : struct
{
    private const int PageBits = 12;
    private const int PageLength = 1 << PageBits;

    private T[][] _pages = [];

    /// <summary>The value at a number. Numbers must be first used in order: each is at most 1 above the largest used so far.</summary>
    public ref T this[int number]
    {
        get
        {
            if (number >> PageBits >= _pages.Length)
            {
                _pages = [.. _pages, new T[PageLength]];
            }

            return ref _pages[number >> PageBits][number & (PageLength - 1)];
        }
    }

    /// <summary>Removes all values except those to keep, which stay in the same order.</summary>
    public void Keep(ReadOnlySpan<bool> keep)
    {
        int kept = 0;
        for (int i = 0; i < keep.Length; i++)
        {
            if (keep[i])
            {
                this[kept++] = this[i];
            }
        }

        for (; kept < keep.Length; kept++)
        {
            this[kept] = default;
        }
    }

    /// <summary>Sets the values of the first <paramref name="count"/> numbers to 0.</summary>
    public void Clear(int count)
    {
        for (int first = 0; first < count; first += PageLength)
        {
            _pages[first >> PageBits].AsSpan(0, Math.Min(PageLength, count - first)).Clear();
        }
    }
}
