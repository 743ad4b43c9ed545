namespace MLNetDeep.TorchSharp;

/// <summary>
/// The positions that the rows of a step have in the whole batch. What is drawn at random for a row, such as a dropout mask, follows from its
/// position: it is the same in whichever process the row is.
/// </summary>
internal sealed class RowPositions
{
    private int[] _positions = [];

    // The number of positions that were set for the next step; null if the rows are the whole batch, in its order.
    private int? _count;

    /// <summary>The position of a row.</summary>
    public int this[int row] => _count is { } count ? (row < count ? _positions[row] : 0) : row;

    /// <summary>Sets the positions of the rows of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is negative.</exception>
    public void Set(ReadOnlySpan<int> positions)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(positions), positions[i], $"The position of row {i} in the batch is {positions[i]}; accepted: 0 or more.");
            }
        }

        if (_positions.Length < positions.Length)
        {
            _positions = new int[positions.Length];
        }

        positions.CopyTo(_positions);
        _count = positions.Length;
    }

    /// <summary>Forgets the positions after a step: without a call of <see cref="Set"/>, the next has the positions 0, 1, 2 and so on.</summary>
    public void Clear() => _count = null;

    /// <summary>Checks that a step has as many rows as positions were set.</summary>
    /// <exception cref="ArgumentException">It has another number of rows.</exception>
    public void Check(int rows)
    {
        if (_count is { } count && count != rows)
        {
            throw new ArgumentException($"The step has {rows} rows, but SetPositions was called with {count} positions.", nameof(rows));
        }
    }
}
