namespace Microsoft.ML.Data;

/// <summary>
/// The area under the curve of precision over recall, by the trapezoid rule. Where there are more rows than it keeps, it
/// keeps a sample in which each row is as likely as any other (reservoir sampling).
/// </summary>
/// <param name="random">The source of randomness of the sample.</param>
internal sealed class PrecisionRecallArea(Random random)
{
    public const int Capacity = 100_000;

    private readonly List<(float Score, bool Positive)> _rows = [];
    private long _seen;

    public void Add(bool positive, float score)
    {
        _seen++;
        if (_seen <= Capacity)
            _rows.Add((score, positive));
        else if (random.NextDouble() * _seen < Capacity)
            _rows[random.Next(Capacity)] = (score, positive);
    }

    public double Compute()
    {
        int positives = _rows.Count(row => row.Positive);
        double area = 0;
        double recall = 0;
        double precision = 1;
        int truePositives = 0;
        int falsePositives = 0;
        // Row by row, from the highest score on, the prediction changes from negative to positive.
        foreach (int i in FromHighestScore())
        {
            if (!_rows[i].Positive)
            {
                falsePositives++;
                precision = (double)truePositives / (truePositives + falsePositives);
                continue;
            }
            truePositives++;
            double nextRecall = (double)truePositives / positives;
            double nextPrecision = (double)truePositives / (truePositives + falsePositives);
            area += (nextRecall - recall) * (precision + nextPrecision) / 2;
            recall = nextRecall;
            precision = nextPrecision;
        }
        return area;
    }

    // Rows with equal scores keep their order, which the area depends on.
    private int[] FromHighestScore()
    {
        int[] order = [.. Enumerable.Range(0, _rows.Count)];
        Array.Sort(order, (a, b) =>
        {
            int byScore = _rows[b].Score.CompareTo(_rows[a].Score);
            return byScore != 0 ? byScore : a.CompareTo(b);
        });
        return order;
    }
}
