namespace MLNetDeep.Transforms;

/// <summary>A value for each number of a table, 0 at first.</summary>
internal sealed class TermValues<T> where T : struct
{
    private T[] _values = new T[128];

    /// <summary>The value of a number, which is at most one more than the largest so far.</summary>
    public ref T this[int number]
    {
        get
        {
            if (number >= _values.Length)
                Array.Resize(ref _values, 2 * _values.Length);
            return ref _values[number];
        }
    }

    /// <summary>Leaves only the values of the numbers that are to be kept, in the same order.</summary>
    public void Keep(ReadOnlySpan<bool> keep)
    {
        int kept = 0;
        for (int i = 0; i < keep.Length; i++)
        {
            if (keep[i])
                _values[kept++] = _values[i];
        }
        _values.AsSpan(kept).Clear();
    }

    /// <summary>The values of the first numbers.</summary>
    public IEnumerable<T> Take(int count) => _values.Take(count);

    /// <summary>Sets the values of the first numbers to 0.</summary>
    public void Clear(int count) => _values.AsSpan(0, count).Clear();
}
