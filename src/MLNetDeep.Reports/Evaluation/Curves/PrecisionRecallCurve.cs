using System.Runtime.InteropServices;

namespace MLNetDeep.Reports;

/// <summary>The precision against the recall, over all thresholds.</summary>
internal static class PrecisionRecallCurve
{
    /// <summary>Creates the curve of a class against all others. Its area is the average precision.</summary>
    /// <param name="name">The name of the curve.</param>
    /// <param name="ranked">The rows in the order of their scores.</param>
    /// <param name="isPositive">For each row, whether it is of the class.</param>
    /// <returns>The curve; without points and with the area NaN if no row is of the class.</returns>
    public static Curve Create(string name, RankedScores ranked, ReadOnlySpan<bool> isPositive)
    {
        (List<ChartPoint> points, double averagePrecision) = Trace(ranked, isPositive);
        return new Curve(name, CurveSimplification.Simplify(CollectionsMarshal.AsSpan(points)), averagePrecision);
    }

    /// <summary>
    /// Returns (0, 1) and the point after each different score, and the average precision: the sum of (R_n − R_n−1) P_n, where R is the
    /// recall and P the precision. It does not interpolate between points, which would be too optimistic.
    /// </summary>
    public static (List<ChartPoint> Points, double AveragePrecision) Trace(RankedScores ranked, ReadOnlySpan<bool> isPositive)
    {
        long positives = isPositive.Count(true);
        if (positives == 0)
        {
            return ([], double.NaN);
        }

        List<ChartPoint> points = [new(0, 1)];
        long truePositives = 0;
        double averagePrecision = 0;
        for (int start = 0; start < ranked.Rows.Length;)
        {
            int end = ranked.EndOfTie(start), hits = 0;
            foreach (int row in ranked.Rows.AsSpan(start..end))
            {
                hits += isPositive[row] ? 1 : 0;
            }

            truePositives += hits;
            double precision = (double)truePositives / end;
            averagePrecision += (double)hits / positives * precision;
            points.Add(new ChartPoint((double)truePositives / positives, precision));
            start = end;
        }

        return (points, averagePrecision);
    }
}
