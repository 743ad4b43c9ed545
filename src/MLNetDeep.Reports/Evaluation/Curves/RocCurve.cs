using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MLNetDeep.Reports;

/// <summary>Receiver operating characteristics: the true positive rate against the false positive rate, over all thresholds.</summary>
internal static class RocCurve
{
    /// <summary>Creates the curve of a class against all others.</summary>
    /// <param name="name">The name of the curve.</param>
    /// <param name="ranked">The rows in the order of their scores.</param>
    /// <param name="isPositive">For each row, whether it is of the class.</param>
    /// <returns>The curve; without points and with the area NaN if all rows are of the class, or none is.</returns>
    public static Curve Create(string name, RankedScores ranked, ReadOnlySpan<bool> isPositive)
    {
        (List<ChartPoint> points, double area) = Trace(ranked, isPositive);
        return new Curve(name, CurveSimplification.Simplify(CollectionsMarshal.AsSpan(points)), area);
    }

    /// <summary>Returns (0, 0) and the point after each different score, and the area: trapezoids, so that a tie counts one half.</summary>
    public static (List<ChartPoint> Points, double Area) Trace(RankedScores ranked, ReadOnlySpan<bool> isPositive)
    {
        long positives = isPositive.Count(true), negatives = isPositive.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return ([], double.NaN);
        }

        List<ChartPoint> points = [new(0, 0)];
        long truePositives = 0, falsePositives = 0;
        double area = 0;
        for (int start = 0; start < ranked.Rows.Length;)
        {
            int end = ranked.EndOfTie(start), hits = 0;
            foreach (int row in ranked.Rows.AsSpan(start..end))
            {
                hits += isPositive[row] ? 1 : 0;
            }

            int misses = end - start - hits;
            area += misses * (truePositives + (hits / 2.0));
            truePositives += hits;
            falsePositives += misses;
            points.Add(new ChartPoint((double)falsePositives / negatives, (double)truePositives / positives));
            start = end;
        }

        return (points, area / positives / negatives);
    }

    /// <summary>
    /// Averages curves: at each false positive rate, the mean of the true positive rates. Its area is the mean of the areas. Curves without
    /// points are left out.
    /// </summary>
    /// <param name="name">The name of the average.</param>
    /// <param name="curves">The curves.</param>
    /// <returns>The curve; without points and with the area NaN if no curve has points.</returns>
    public static Curve Average(string name, IEnumerable<Curve> curves)
    {
        Curve[] drawn = [.. curves.Where(curve => !curve.Points.IsEmpty)];
        List<ChartPoint> points = TraceAverage(drawn);
        double area = drawn.Length == 0 ? double.NaN : drawn.Average(curve => curve.Area);
        return new Curve(name, CurveSimplification.Simplify(CollectionsMarshal.AsSpan(points)), area);
    }

    /// <summary>Returns the mean of the true positive rates at each false positive rate of a point.</summary>
    /// <param name="drawn">Curves, each with points.</param>
    public static List<ChartPoint> TraceAverage(IReadOnlyList<Curve> drawn)
    {
        List<ChartPoint> points = [];
        int[] next = new int[drawn.Count];
        foreach (double x in drawn.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().Order())
        {
            // Curves rise vertically: they have a lowest and a highest rate at x.
            double low = 0, high = 0;
            for (int i = 0; i < drawn.Count; i++)
            {
                (double lowest, double highest) = RatesAt(drawn[i].Points, x, ref next[i]);
                low += lowest / drawn.Count;
                high += highest / drawn.Count;
            }

            points.Add(new ChartPoint(x, low));
            if (high > low)
            {
                points.Add(new ChartPoint(x, high));
            }
        }

        return points;
    }

    // Returns the range of a curve at x. The index is that of the first point that is not left of x; x never falls between calls.
    private static (double Lowest, double Highest) RatesAt(ImmutableArray<ChartPoint> points, double x, ref int index)
    {
        while (points[index].X < x)
        {
            index++;
        }

        if (points[index].X > x)
        {
            ChartPoint left = points[index - 1], right = points[index];
            double rate = left.Y + ((right.Y - left.Y) * (x - left.X) / (right.X - left.X));
            return (rate, rate);
        }

        int last = index;
        while (last + 1 < points.Length && points[last + 1].X == x)
        {
            last++;
        }

        return (points[index].Y, points[last].Y);
    }
}
