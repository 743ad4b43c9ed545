namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A copy of the rows of a batch, in memory that is kept for the next one. What has not changed is not written, so that another thread that
/// has it in the cache of its core keeps it.
/// </summary>
internal sealed class BatchRows
{
    private int[] _rows = [];
    private int _count;

    /// <summary>The rows.</summary>
    public ReadOnlySpan<int> Span => _rows.AsSpan(0, _count);

    /// <summary>Takes rows.</summary>
    public void Set(ReadOnlySpan<int> rows)
    {
        if (Span.SequenceEqual(rows))
        {
            return;
        }

        if (_rows.Length < rows.Length)
        {
            _rows = new int[rows.Length];
        }

        rows.CopyTo(_rows);
        if (_count != rows.Length)
        {
            _count = rows.Length;
        }
    }
}
