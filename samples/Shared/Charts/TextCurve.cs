using MLNetDeep.Reports;

namespace MLNetDeep.Samples;

/// <summary>A curve or a set of points in a <see cref="TextPlot"/>.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points. Those that are not finite are left out.</param>
/// <param name="IsLine">Whether the points are joined in this order.</param>
internal sealed record TextCurve(string Name, IReadOnlyList<ChartPoint> Points, bool IsLine = true)
{
    /// <summary>Creates a curve of values at X = 1, 2, 3, ..., such as the loss of each epoch.</summary>
    public static TextCurve OfValues(string name, IEnumerable<double> values) =>
        new(name, [.. values.Select((y, i) => new ChartPoint(i + 1, y))]);
}
