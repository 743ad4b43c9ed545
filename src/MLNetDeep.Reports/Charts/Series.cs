using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>A curve or a set of points in a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points. A curve joins them in this order. Points that are not finite are omitted.</param>
/// <param name="Style">How the points are drawn. Default <see cref="SeriesStyle.Line"/>.</param>
public sealed record Series(string Name, ImmutableArray<ChartPoint> Points, SeriesStyle Style = SeriesStyle.Line)
{
    /// <summary>Creates a series of values at X = 1, 2, 3, ..., such as the loss per epoch.</summary>
    public static Series OfValues(string name, IEnumerable<double> values, SeriesStyle style = SeriesStyle.Line)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Series(name, [.. values.Select((y, i) => new ChartPoint(i + 1, y))], style);
    }
}
