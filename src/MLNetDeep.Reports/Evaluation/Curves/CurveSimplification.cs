using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>Leaves out points of a curve that do not change its drawing (Ramer 1972, Douglas and Peucker 1973).</summary>
internal static class CurveSimplification
{
    /// <summary>The tolerance for curves in the unit square: half a pixel of 500.</summary>
    public const double UnitTolerance = 0.001;

    /// <summary>Returns the first and the last point and those between that are needed.</summary>
    /// <param name="points">The points of the curve.</param>
    /// <param name="tolerance">No point that is left out is further from the lines between those that stay.</param>
    public static ImmutableArray<ChartPoint> Simplify(ReadOnlySpan<ChartPoint> points, double tolerance = UnitTolerance)
    {
        if (points.Length <= 2)
        {
            return [.. points];
        }

        bool[] isNeeded = new bool[points.Length];
        isNeeded[0] = isNeeded[^1] = true;
        Stack<(int First, int Last)> open = new([(0, points.Length - 1)]);
        while (open.TryPop(out (int First, int Last) part))
        {
            int furthest = -1;
            double distance = tolerance;
            for (int i = part.First + 1; i < part.Last; i++)
            {
                if (Distance(points[i], points[part.First], points[part.Last]) is double d && d > distance)
                {
                    (furthest, distance) = (i, d);
                }
            }

            if (furthest >= 0)
            {
                isNeeded[furthest] = true;
                open.Push((part.First, furthest));
                open.Push((furthest, part.Last));
            }
        }

        ImmutableArray<ChartPoint>.Builder kept = ImmutableArray.CreateBuilder<ChartPoint>();
        for (int i = 0; i < points.Length; i++)
        {
            if (isNeeded[i])
            {
                kept.Add(points[i]);
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>Returns the distance of a point from the line between two others.</summary>
    public static double Distance(ChartPoint point, ChartPoint from, ChartPoint to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double squaredLength = (dx * dx) + (dy * dy);
        double share = squaredLength == 0
            ? 0
            : Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / squaredLength, 0, 1);
        return double.Hypot(point.X - from.X - (share * dx), point.Y - from.Y - (share * dy));
    }
}
