namespace MLNetDeep.Reports;

/// <summary>The axes of a line chart, scaled to cover the points of all series.</summary>
internal sealed class ChartAxes
{
    private readonly LineChart _chart;

    public ChartAxes(LineChart chart, int xTicks, int yTicks)
    {
        _chart = chart;
        ChartPoint[] points = chart.Series.SelectMany(DrawablePoints).ToArray();
        X = Axis.CreateLinear(points.Select(p => p.X), xTicks);
        Y = chart.LogarithmicY ? Axis.CreateLogarithmic(points.Select(p => p.Y)) : Axis.CreateLinear(points.Select(p => p.Y), yTicks);
    }

    public Axis X { get; }

    public Axis Y { get; }

    /// <summary>Returns the points of a series that can be drawn: finite and, on a logarithmic axis, with positive Y.</summary>
    public IEnumerable<ChartPoint> DrawablePoints(Series series) =>
        series.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y) && (!_chart.LogarithmicY || p.Y > 0));
}
