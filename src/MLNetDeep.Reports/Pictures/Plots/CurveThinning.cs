using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>Leaves out points of a curve that do not change its look.</summary>
/// <remarks>
/// Of consecutive points in a column of half a CSS pixel, the first, the highest, the lowest and the last stay, in their order. OxyPlot's own
/// Decimator moves points to whole pixels, so smooth curves get steps.
/// </remarks>
internal static class CurveThinning
{
    private const double ColumnsPerPixel = 2;

    /// <summary>Copies the points that stay.</summary>
    /// <param name="points">The points of the curve, in CSS pixels.</param>
    /// <param name="kept">The list to which they are added.</param>
    public static void Thin(List<ScreenPoint> points, List<ScreenPoint> kept)
    {
        for (int first = 0, last; first < points.Count; first = last + 1)
        {
            double column = Column(points[first]);
            int highest = first, lowest = first;
            for (last = first; last + 1 < points.Count && Column(points[last + 1]) == column; last++)
            {
                highest = points[last + 1].Y < points[highest].Y ? last + 1 : highest;
                lowest = points[last + 1].Y > points[lowest].Y ? last + 1 : lowest;
            }

            kept.AddRange(new SortedSet<int> { first, highest, lowest, last }.Select(index => points[index]));
        }
    }

    private static double Column(ScreenPoint point) => Math.Floor(point.X * ColumnsPerPixel);
}
