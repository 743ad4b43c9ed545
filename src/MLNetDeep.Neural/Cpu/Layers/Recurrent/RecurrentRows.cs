namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The rows of a batch, longest first: then the rows that still have a step are the first ones at every step. Rows of the same length keep
/// their order. A place is a position in this order.
/// </summary>
internal sealed class RecurrentRows
{
    private int[] _rows = [];
    private int[] _lengths = [];
    private int[] _places = [];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The row at a place.</summary>
    public int RowAt(int place) => _rows[place];

    /// <summary>The length of the row at a place, in steps.</summary>
    public int LengthAt(int place) => _lengths[place];

    /// <summary>Allocates memory for up to this many rows of up to this many steps.</summary>
    public void EnsureRows(int rows, int time)
    {
        if (_rows.Length < rows)
        {
            (_rows, _lengths) = (new int[rows], new int[rows]);
            _places = new int[time + 1];
        }
    }

    /// <summary>Sorts the rows of a batch.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="time">The number of positions of a full row.</param>
    /// <param name="lengths">The length of each row; empty if all rows are full.</param>
    public void Sort(int rows, int time, ReadOnlySpan<int> lengths)
    {
        Count = rows;
        if (lengths.IsEmpty)
        {
            for (int row = 0; row < rows; row++)
            {
                (_rows[row], _lengths[row]) = (row, time);
            }

            return;
        }

        // Counting sort: the places of a length begin after those of all greater lengths.
        Array.Clear(_places);
        foreach (int length in lengths)
        {
            _places[length]++;
        }

        int place = 0;
        for (int length = time; length >= 0; length--)
        {
            (_places[length], place) = (place, place + _places[length]);
        }

        for (int row = 0; row < rows; row++)
        {
            int next = _places[lengths[row]]++;
            (_rows[next], _lengths[next]) = (row, lengths[row]);
        }
    }
}
