namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates spans of consecutive row numbers, in memory that the next call reuses.</summary>
internal sealed class ConsecutiveRows
{
    private int[] _rows = [];

    /// <summary>Returns <paramref name="count"/> row numbers starting at <paramref name="first"/>; valid until the next call.</summary>
    public ReadOnlySpan<int> Range(int first, int count)
    {
        if (_rows.Length < count)
        {
            _rows = new int[count];
        }

        for (int i = 0; i < count; i++)
        {
            _rows[i] = first + i;
        }

        return _rows.AsSpan(0, count);
    }
}
