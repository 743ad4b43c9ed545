using System.Collections.Immutable;

namespace MLNetDeep.Reports.Tests.Evaluation;

public class CurveSimplificationTests
{
    [Fact]
    public void Points_on_a_line_are_left_out()
    {
        ChartPoint[] points = [new(0, 0), new(0, 0.25), new(0, 0.5), new(0.25, 0.5), new(0.5, 0.75), new(1, 1.25)];
        Assert.Equal([points[0], points[2], points[3], points[5]], CurveSimplification.Simplify(points));
        Assert.Equal([points[0], points[1]], CurveSimplification.Simplify(points.AsSpan(..2)));
        Assert.Empty(CurveSimplification.Simplify([]));
    }

    // A staircase of 20,000 steps along a parabola, as of a model on many rows.
    [Fact]
    public void No_point_is_further_from_the_curve_than_the_tolerance()
    {
        const int Steps = 20_000;
        ChartPoint[] points =
        [
            .. Enumerable.Range(0, Steps).SelectMany(i =>
                (ChartPoint[])[new((double)i / Steps, Math.Sqrt((double)i / Steps)), new((double)i / Steps, Math.Sqrt((i + 1.0) / Steps))]),
        ];
        ImmutableArray<ChartPoint> kept = CurveSimplification.Simplify(points);
        Assert.InRange(kept.Length, 10, 200);
        int segment = 0;
        foreach (ChartPoint point in points)
        {
            segment += segment + 2 < kept.Length && point == kept[segment + 1] ? 1 : 0;
            double distance = Math.Min(
                CurveSimplification.Distance(point, kept[segment], kept[segment + 1]),
                segment == 0 ? double.PositiveInfinity : CurveSimplification.Distance(point, kept[segment - 1], kept[segment]));
            Assert.InRange(distance, 0, 0.001 + 1e-12);
        }
    }

    // The point (3, 4) is 5 from the end (0, 0) of the line to (−1, 0), and 4 from the line to (6, 0).
    [Fact]
    public void A_distance_is_that_from_the_part_between_two_points()
    {
        Assert.Equal(5, CurveSimplification.Distance(new(3, 4), new(0, 0), new(-1, 0)), 1e-12);
        Assert.Equal(4, CurveSimplification.Distance(new(3, 4), new(0, 0), new(6, 0)), 1e-12);
        Assert.Equal(5, CurveSimplification.Distance(new(3, 4), new(0, 0), new(0, 0)), 1e-12);
    }
}
