namespace MLNetDeep.Reports;

/// <summary>The axes of a chart, and the points of its series that can be drawn on them.</summary>
internal sealed class ChartAxes
{
    private readonly LineChart _chart;

    public ChartAxes(LineChart chart, int xTicks, int yTicks)
    {
        _chart = chart;
        ChartPoint[] points = chart.Series.SelectMany(Drawn).ToArray();
        X = Axis.Over(points.Select(p => p.X), xTicks);
        Y = chart.LogarithmicY ? Axis.OverPowersOfTen(points.Select(p => p.Y)) : Axis.Over(points.Select(p => p.Y), yTicks);
    }

    public Axis X { get; }

    public Axis Y { get; }

    /// <summary>The points of a series that have a place on the axes.</summary>
    public IEnumerable<ChartPoint> Drawn(Series series) =>
        series.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y) && (!_chart.LogarithmicY || p.Y > 0));
}
