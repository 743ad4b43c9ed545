namespace MLNetDeep.Neural.Cpu;

/// <summary>A copy of the row indices of a batch, in memory that the next batch reuses.</summary>
/// <remarks>If the new rows equal the stored ones, nothing is written, so that the rows stay in the caches of other cores.</remarks>
internal sealed class BatchRows
{
    private int[] _rows = [];
    private int _count;

    /// <summary>The row indices.</summary>
    public ReadOnlySpan<int> Span => _rows.AsSpan(0, _count);

    /// <summary>Replaces the row indices.</summary>
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
