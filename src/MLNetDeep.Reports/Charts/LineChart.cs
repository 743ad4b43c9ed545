using System.Collections.Immutable;
using System.Text;

namespace MLNetDeep.Reports;

/// <summary>
/// A chart of curves and points on common axes. <see cref="ToText"/> draws the chart as text, <see cref="WriteSvg"/> as an SVG image.
/// </summary>
public sealed record LineChart
{
    /// <summary>The default width of the text form, in characters.</summary>
    public const int DefaultTextWidth = 76;

    /// <summary>The default height of the plotting area of the text form, in lines.</summary>
    public const int DefaultTextHeight = 18;

    /// <summary>Creates a chart.</summary>
    /// <param name="title">The title.</param>
    /// <param name="series">The series. There must be at least one series, and at least one point in total.</param>
    /// <exception cref="ArgumentException">There is no series, or no series has a point.</exception>
    public LineChart(string title, ImmutableArray<Series> series)
    {
        ArgumentNullException.ThrowIfNull(title);
        if (series.IsDefaultOrEmpty || series.All(s => s.Points.IsEmpty))
        {
            throw new ArgumentException("A chart needs at least one series with at least one point.", nameof(series));
        }

        Title = title;
        Series = series;
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The series, in drawing order.</summary>
    public ImmutableArray<Series> Series { get; }

    /// <summary>The label of the horizontal axis. Default empty.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>The label of the vertical axis. Default empty.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether the vertical axis is logarithmic. If true, points whose Y is not positive are omitted. Default false.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>Compares the texts, the options and the series by value.</summary>
    /// <param name="other">The other chart.</param>
    public bool Equals(LineChart? other) =>
        other is not null
        && (Title, XLabel, YLabel, LogarithmicY) == (other.Title, other.XLabel, other.YLabel, other.LogarithmicY)
        && Series.SequenceEqual(other.Series);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, XLabel, YLabel, LogarithmicY, Series.Length);

    /// <summary>Draws the chart as text: a mark for each series, axes with ticks, and a legend.</summary>
    /// <param name="width">The total width, in characters, at least 30. Default 76.</param>
    /// <param name="height">The height of the plotting area, in lines, at least 4. Default 18.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or height is too small.</exception>
    public string ToText(int width = DefaultTextWidth, int height = DefaultTextHeight) => new TextPlot(this, width, height).Draw();

    /// <summary>Writes the chart as a self-contained SVG image, without scripts, style sheets or embedded fonts.</summary>
    public void WriteSvg(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        new SvgPlot(this).Write(writer);
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(Title)} = {Title}, {nameof(Series)} = [{string.Join(", ", Series)}], {nameof(XLabel)} = {XLabel}, ");
        builder.Append($"{nameof(YLabel)} = {YLabel}, {nameof(LogarithmicY)} = {LogarithmicY}");
        return true;
    }
}
