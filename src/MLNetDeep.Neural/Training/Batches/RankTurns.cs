namespace MLNetDeep.Neural.Training;

/// <summary>Numbers the rows that several ranks read from their streams, and says which of them this rank holds.</summary>
/// <remarks>
/// The ranks take turns: the first rows of all ranks come first, then the second ones. A rank whose stream has ended has no more turns. If
/// rank r of N reads the rows r, r + N, r + 2 N of a source, rows have the numbers that they have in the source.
/// </remarks>
/// <param name="rank">This rank.</param>
/// <param name="ranks">The number of ranks.</param>
internal sealed class RankTurns(int rank, int ranks)
{
    // The ranks whose streams have not ended, beginning with the one whose turn is next.
    private int[] _turns = [.. Enumerable.Range(0, ranks)];

    // For each row of the current pool, its index among those of this rank; -1 for rows of other ranks.
    private int[] _indices = [];

    /// <summary>The number of rows in the current pool, of all ranks.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether the streams of all ranks have ended.</summary>
    public bool HaveEnded => _turns.Length == 0;

    /// <summary>The index of each row of the current pool among the rows of this rank; -1 for rows of other ranks.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, RowCount);

    /// <summary>Begins a pass.</summary>
    public void Begin() => (_turns, RowCount) = ([.. Enumerable.Range(0, ranks)], 0);

    /// <summary>Returns how many rows of the next pool this rank has to read; none if its stream has ended.</summary>
    /// <param name="rows">The number of rows in the pool.</param>
    public int CountOf(int rows) => CountOf(rank, rows);

    /// <summary>Returns how many rows of the first pool of a pass this rank has to read.</summary>
    /// <param name="rows">The number of rows in the pool.</param>
    public int FirstCountOf(int rows) => Turns(rows, ranks, rank);

    /// <summary>Adds the next pool.</summary>
    /// <param name="rows">The number of rows in the pool, unless streams end.</param>
    /// <param name="counts">How many rows each rank has read. A rank that has read fewer than it had to is at the end of its stream.</param>
    public void Add(int rows, ReadOnlySpan<int> counts)
    {
        RowCount = 0;
        foreach (int count in counts)
        {
            RowCount = checked(RowCount + count);
        }

        if (_indices.Length < RowCount)
        {
            _indices = new int[RowCount];
        }

        int[] next = new int[ranks];
        List<int> turns = [.. _turns];
        int last = -1;
        for (int row = 0, turn = 0; row < RowCount;)
        {
            turn = turn < turns.Count ? turn : 0;
            int owner = turns[turn];
            if (next[owner] == counts[owner])
            {
                turns.RemoveAt(turn);
                continue;
            }

            _indices[row++] = owner == rank ? next[owner] : -1;
            next[owner]++;
            last = owner;
            turn++;
        }

        int first = Array.IndexOf(_turns, last) + 1;
        int[] order = [.. _turns[first..], .. _turns[..first]];
        int[] read = counts.ToArray();
        _turns = [.. order.Where(other => read[other] > 0 && read[other] == CountOf(other, rows))];
    }

    private int CountOf(int other, int rows)
    {
        int turn = Array.IndexOf(_turns, other);
        return turn < 0 ? 0 : Turns(rows, _turns.Length, turn);
    }

    private static int Turns(int rows, int ranks, int turn) => (rows / ranks) + (turn < rows % ranks ? 1 : 0);
}
