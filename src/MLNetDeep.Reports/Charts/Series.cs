using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>One curve, or one set of points, of a chart.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Points">The points, for a curve in the order in which they are joined. Those that are not finite are left out.</param>
/// <param name="Style">Whether the points are joined.</param>
public sealed record Series(string Name, ImmutableArray<ChartPoint> Points, SeriesStyle Style = SeriesStyle.Line)
{
    /// <summary>Makes a series of values over 1, 2, 3, ..., such as a loss by epoch.</summary>
    public static Series OfValues(string name, IEnumerable<double> values, SeriesStyle style = SeriesStyle.Line)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Series(name, [.. values.Select((y, i) => new ChartPoint(i + 1, y))], style);
    }
}
