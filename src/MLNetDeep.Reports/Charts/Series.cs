using System.Collections.Immutable;
using System.Globalization;
using System.Text;

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

    /// <summary>Compares the name, the points and the style by value.</summary>
    /// <param name="other">The other series.</param>
    public bool Equals(Series? other) =>
        other is not null && Name == other.Name && Style == other.Style && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Style, Points.AsSpan().Length);

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Name = {Name}, Points = [");
        for (int i = 0; i < Points.AsSpan().Length; i++)
        {
            builder.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}({Points[i].X}, {Points[i].Y})");
        }

        builder.Append($"], Style = {Style}");
        return true;
    }
}
