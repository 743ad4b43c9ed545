namespace MLNetDeep.Reports;

/// <summary>Rows in descending order of their scores. Rows with equal scores, a tie, keep their order.</summary>
internal sealed class RankedScores
{
    private readonly float[] _negatedScores;

    /// <summary>Sorts the rows.</summary>
    /// <param name="scores">The score of each row. None is NaN.</param>
    public RankedScores(ReadOnlySpan<float> scores)
    {
        Rows = new int[scores.Length];
        _negatedScores = new float[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            Rows[i] = i;
            _negatedScores[i] = -scores[i];
        }

        Array.Sort(_negatedScores, Rows);
        for (int start = 0; start < Rows.Length;)
        {
            int end = EndOfTie(start);
            Rows.AsSpan(start..end).Sort();
            start = end;
        }
    }

    /// <summary>The numbers of the rows, from the highest score to the lowest.</summary>
    public int[] Rows { get; }

    /// <summary>Returns the rank after the last row whose score equals that of the row at <paramref name="start"/>.</summary>
    public int EndOfTie(int start)
    {
        int end = start + 1;
        while (end < _negatedScores.Length && _negatedScores[end] == _negatedScores[start])
        {
            end++;
        }

        return end;
    }
}
