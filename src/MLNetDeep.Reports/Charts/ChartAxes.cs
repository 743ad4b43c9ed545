namespace MLNetDeep.Reports;

/// <summary>The axes of a chart.</summary>
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

    /// <summary>Returns the points of a series that can be drawn: finite and, on a logarithmic axis, with positive Y.</summary>
    public IEnumerable<ChartPoint> Drawn(Series series) =>
        series.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y) && (!_chart.LogarithmicY || p.Y > 0));
}
