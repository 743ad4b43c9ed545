using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>Leaves out points of a curve that do not change its look.</summary>
/// <remarks>
/// First, of consecutive points in a column of half a CSS pixel, the first, the highest, the lowest and the last stay. Then those are left out
/// that are less than 0.1 pixels away from the line between the ones that stay (Douglas and Peucker 1973). OxyPlot's own Decimator moves points
/// to whole pixels, so smooth curves get steps.
/// </remarks>
internal static class CurveThinning
{
    private const double ColumnsPerPixel = 2;
    private const double Tolerance = 0.1;

    /// <summary>Copies the points that stay.</summary>
    /// <param name="points">The points of the curve, in CSS pixels.</param>
    /// <param name="kept">The list to which they are added.</param>
    public static void Thin(List<ScreenPoint> points, List<ScreenPoint> kept)
    {
        ScreenPoint[] extremes = [.. ExtremesOfColumns(points)];
        if (extremes.Length == 0)
        {
            return;
        }

        kept.Add(extremes[0]);
        Stack<(int First, int Last)> pieces = new([(0, extremes.Length - 1)]);
        while (pieces.TryPop(out (int First, int Last) piece))
        {
            int farthest = Farthest(extremes, piece.First, piece.Last);
            if (farthest < 0)
            {
                kept.Add(extremes[piece.Last]);
                continue;
            }

            pieces.Push((farthest, piece.Last));
            pieces.Push((piece.First, farthest));
        }
    }

    private static IEnumerable<ScreenPoint> ExtremesOfColumns(List<ScreenPoint> points)
    {
        for (int first = 0, last; first < points.Count; first = last + 1)
        {
            double column = Math.Floor(points[first].X * ColumnsPerPixel);
            int highest = first, lowest = first;
            for (last = first; last + 1 < points.Count && Math.Floor(points[last + 1].X * ColumnsPerPixel) == column; last++)
            {
                highest = points[last + 1].Y < points[highest].Y ? last + 1 : highest;
                lowest = points[last + 1].Y > points[lowest].Y ? last + 1 : lowest;
            }

            foreach (int index in new SortedSet<int> { first, highest, lowest, last })
            {
                yield return points[index];
            }
        }
    }

    // Returns the point between two others that is farthest from the line between them, or -1 if all are near it.
    private static int Farthest(ScreenPoint[] points, int first, int last)
    {
        int farthest = -1;
        double distance = Tolerance;
        for (int i = first + 1; i < last; i++)
        {
            double candidate = (points[i] - ScreenPointHelper.FindPointOnLine(points[i], points[first], points[last])).Length;
            (farthest, distance) = candidate > distance ? (i, candidate) : (farthest, distance);
        }

        return farthest;
    }
}
