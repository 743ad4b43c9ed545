namespace MLNetDeep.Neural.Cpu;

/// <summary>The numbers of consecutive rows, in memory that is kept for the next call.</summary>
internal sealed class ConsecutiveRows
{
    private int[] _rows = [];

    /// <summary>The numbers from <paramref name="first"/> on.</summary>
    public ReadOnlySpan<int> Of(int first, int count)
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
