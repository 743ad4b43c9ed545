using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>Leaves out points of a curve that do not change its look.</summary>
/// <remarks>
/// First, of consecutive points in a column of half a CSS pixel, the first, the highest, the lowest and the last stay. Then those are
/// left out that are less than 0.1 pixels away from the line between the ones that stay; see <see cref="CurveSimplification"/>. OxyPlot's
/// own Decimator moves points to whole pixels, so smooth curves get steps.
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
        ChartPoint[] extremes = [.. ExtremesOfColumns(points).Select(point => new ChartPoint(point.X, point.Y))];
        kept.AddRange(CurveSimplification.Simplify(extremes, Tolerance).Select(point => new ScreenPoint(point.X, point.Y)));
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
}
