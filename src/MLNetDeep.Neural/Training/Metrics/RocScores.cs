using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Training;

/// <summary>Keeps the outputs of all rows, for the area under the ROC curve: see <see cref="MetricValues.AreaUnderRocCurve"/>.</summary>
/// <param name="targets">The targets.</param>
/// <param name="classCount">The number of outputs.</param>
/// <param name="isCategorical">Whether a row has one class; if false, each output is a class of its own.</param>
internal sealed class RocScores(Targets targets, int classCount, bool isCategorical) : MetricAccumulator
{
    private readonly float[][] _scores = [.. Enumerable.Range(0, classCount).Select(_ => new float[targets.RowCount])];

    /// <summary>Whether a class has some, but not all, rows. Otherwise the area is not defined.</summary>
    public static bool HasArea(Targets targets, bool isCategorical)
    {
        for (int row = 1; row < targets.RowCount; row++)
        {
            if (isCategorical ? targets.ClassOf(row) != targets.ClassOf(0) : DiffersFromFirst(targets, row))
            {
                return true;
            }
        }

        return false;
    }

    public override void Add(int row, ReadOnlySpan<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            _scores[i][row] = outputs[i];
        }
    }

    /// <summary>Each rank sends the outputs of its rows: the area is exactly that of a single process.</summary>
    public override void Combine(IGradientExchange exchange)
    {
        foreach (float[] scores in _scores)
        {
            (int first, int count) = RankShare.Of(exchange, scores.Length);
            byte[][] all = exchange.Gather(MemoryMarshal.AsBytes(scores.AsSpan(first, count)));
            for (int rank = 0; rank < all.Length; rank++)
            {
                all[rank].CopyTo(MemoryMarshal.AsBytes(scores.AsSpan(RankShare.Of(rank, exchange.Size, scores.Length).First)));
            }
        }
    }

    /// <summary>Computes the area. The outputs lose their order: call it once.</summary>
    public double ComputeArea()
    {
        double sum = 0;
        int classes = 0;
        bool[] isPositive = new bool[targets.RowCount];
        for (int i = 0; i < classCount; i++)
        {
            for (int row = 0; row < isPositive.Length; row++)
            {
                isPositive[row] = isCategorical ? targets.ClassOf(row) == i : targets.IsPositive(row, i);
            }

            int positives = isPositive.Count(true);
            if (positives > 0 && positives < isPositive.Length)
            {
                sum += Area(_scores[i], isPositive, positives);
                classes++;
            }
        }

        return classes == 0 ? double.NaN : sum / classes;
    }

    private static bool DiffersFromFirst(Targets targets, int row)
    {
        int outputs = targets is DenseTargets dense ? dense.ColumnCount : 1;
        for (int output = 0; output < outputs; output++)
        {
            if (targets.IsPositive(row, output) != targets.IsPositive(0, output))
            {
                return true;
            }
        }

        return false;
    }

    // Sorts both arrays. Equal scores share the mean of their ranks.
    private static double Area(float[] scores, bool[] isPositive, int positives)
    {
        Array.Sort(scores, isPositive);
        if (float.IsNaN(scores[0]))
        {
            return double.NaN;
        }

        double rankSum = 0;
        int end;
        for (int first = 0; first < scores.Length; first = end)
        {
            int positivesHere = 0;
            for (end = first; end < scores.Length && scores[end] == scores[first]; end++)
            {
                positivesHere += isPositive[end] ? 1 : 0;
            }

            // The ranks of these rows are first + 1 to end.
            rankSum += positivesHere * (first + 1.0 + end) / 2;
        }

        double negatives = scores.Length - positives;
        return (rankSum - (positives * (positives + 1.0) / 2)) / (positives * negatives);
    }
}
