using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>Curves and points over a common axis. It is data; <see cref="ToText"/> and <see cref="WriteSvg"/> draw it.</summary>
public sealed record LineChart
{
    /// <summary>The default width of a drawing as text, in characters.</summary>
    public const int DefaultTextWidth = 76;

    /// <summary>The default height of a drawing as text, in lines of the plotting area.</summary>
    public const int DefaultTextHeight = 18;

    /// <summary>Makes a chart.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="series">At least one series, of which at least one has a point.</param>
    /// <exception cref="ArgumentException">There is nothing to draw.</exception>
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

    /// <summary>What the chart shows.</summary>
    public string Title { get; }

    /// <summary>The curves and points, the first drawn first.</summary>
    public ImmutableArray<Series> Series { get; }

    /// <summary>What lies on the horizontal axis. Default none.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What lies on the vertical axis. Default none.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether equal steps on the vertical axis are equal factors; points with y of 0 or less are then left out. Default false.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>Draws the chart with characters: a mark for each series, axes with ticks, and a legend.</summary>
    /// <param name="width">The width of all, in characters, at least 30.</param>
    /// <param name="height">The lines of the plotting area, at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is too small to draw in.</exception>
    public string ToText(int width = DefaultTextWidth, int height = DefaultTextHeight) => new TextPlot(this, width, height).Draw();

    /// <summary>Writes the chart as an SVG picture that needs nothing else: no scripts, no styles, no fonts of its own.</summary>
    public void WriteSvg(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        new SvgPlot(this).Write(writer);
    }
}
