using OxyPlot;

namespace MLNetDeep.Reports.Tests;

public class CurveThinningTests
{
    [Fact]
    public void A_straight_line_keeps_its_ends()
    {
        List<ScreenPoint> kept = Thin(Enumerable.Range(0, 10_001).Select(i => new ScreenPoint(i / 20.0, 100 + (i / 50.0))));
        Assert.Equal([new ScreenPoint(0, 100), new ScreenPoint(500, 300)], kept);
    }

    [Fact]
    public void A_smooth_curve_stays_within_a_tenth_of_a_pixel()
    {
        ScreenPoint[] points = [.. Enumerable.Range(0, 50_000).Select(i => new ScreenPoint(i / 100.0, 200 * Math.Sin(i / 4000.0)))];
        List<ScreenPoint> kept = Thin(points);
        Assert.InRange(kept.Count, 20, 400);
        int piece = 0;
        foreach (ScreenPoint point in points)
        {
            piece += piece + 2 < kept.Count && point.X > kept[piece + 1].X ? 1 : 0;
            Assert.InRange(Distance(point, kept[piece], kept[piece + 1]), 0, 0.1 + 1e-6);
        }
    }

    [Fact]
    public void Of_noise_the_extremes_of_each_column_stay_in_the_drawing()
    {
        Random random = new(1);
        ScreenPoint[] points = [.. Enumerable.Range(0, 100_000).Select(i => new ScreenPoint(i / 1000.0, 100 * random.NextDouble()))];
        List<ScreenPoint> kept = Thin(points);
        Assert.InRange(kept.Count, 400, 800); // 200 columns of half a pixel, at most four points each
        foreach (IGrouping<double, ScreenPoint> column in points.GroupBy(point => Math.Floor(2 * point.X)))
        {
            Assert.InRange(Distance(column.MinBy(point => point.Y), kept), 0, 0.1 + 1e-6);
            Assert.InRange(Distance(column.MaxBy(point => point.Y), kept), 0, 0.1 + 1e-6);
        }
    }

    [Fact]
    public void A_vertical_step_stays() =>
        Assert.Equal(
            [new ScreenPoint(0, 9), new ScreenPoint(5, 9), new ScreenPoint(5, 1), new ScreenPoint(9, 1)],
            Thin([new(0, 9), new(2, 9), new(5, 9), new(5, 4), new(5, 1), new(7, 1), new(9, 1)]));

    [Fact]
    public void No_points_are_no_points() => Assert.Empty(Thin([]));

    private static double Distance(ScreenPoint point, List<ScreenPoint> curve) =>
        curve.Zip(curve.Skip(1)).Min(piece => Distance(point, piece.First, piece.Second));

    // The distance from a piece of a line: from its nearer end where the point is beyond it.
    private static double Distance(ScreenPoint point, ScreenPoint start, ScreenPoint end)
    {
        ScreenVector piece = end - start, toPoint = point - start;
        double along = ((toPoint.X * piece.X) + (toPoint.Y * piece.Y)) / piece.LengthSquared;
        return (toPoint - (piece * (double.IsFinite(along) ? Math.Clamp(along, 0, 1) : 0))).Length;
    }

    private static List<ScreenPoint> Thin(IEnumerable<ScreenPoint> points)
    {
        List<ScreenPoint> kept = [];
        CurveThinning.Thin([.. points], kept);
        return kept;
    }
}
