namespace MLNetDeep.Reports;

/// <summary>Draws a line chart as SVG.</summary>
internal sealed class SvgPlot
{
    private const double Width = 720;
    private const double Height = 440;
    private const double Left = 72;
    private const double Right = 24;
    private const double Top = 48;
    private const double Bottom = 88;
    private const double TickLength = 5;
    private const double PointRadius = 2.5;
    private const double LegendLine = 22;
    private const double LegendText = 6;
    private const double LegendCharacter = 7;
    private const double LegendGap = 18;
    private const double LegendRow = 18;
    private const int XTicks = 8;
    private const int YTicks = 6;
    private const string Ink = "#222222";
    private const string Grid = "#dddddd";

    // Okabe and Ito's palette, which is safe for colour-blind readers.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
    private static readonly string[] s_dashes = ["", "8 4", "2 3", "8 3 2 3", "12 4", "4 4"];

    private readonly LineChart _chart;
    private readonly ChartAxes _axes;
    private readonly (int Row, double Start)[] _legend;

    public SvgPlot(LineChart chart)
    {
        _chart = chart;
        _axes = new ChartAxes(chart, XTicks, YTicks);
        IEnumerable<double> widths = chart.Series.Select(series => LegendLine + LegendText + (LegendCharacter * series.Name.Length));
        _legend = Legend.Place(widths, LegendGap, Width - Left - Right);
    }

    public void Write(TextWriter writer)
    {
        // The height has room for one row of the legend; further rows increase it.
        using SvgWriter svg = new(writer, Width, Height + (_legend[^1].Row * LegendRow), _chart.Title);
        svg.Text(Width / 2, Top / 2, _chart.Title, "middle", 16, Ink);
        DrawAxes(svg);
        for (int i = 0; i < _chart.Series.Length; i++)
        {
            DrawSeries(svg, _chart.Series[i], i);
        }

        DrawLegend(svg);
    }

    private void DrawAxes(SvgWriter svg)
    {
        foreach (double tick in _axes.Y.Ticks)
        {
            svg.Line(Left, Y(tick), Width - Right, Y(tick), Grid, 1);
            svg.Text(Left - TickLength - 4, Y(tick) + 4, _axes.Y.Label(tick), "end", 12, Ink);
        }

        foreach (double tick in _axes.X.Ticks)
        {
            svg.Line(X(tick), Height - Bottom, X(tick), Height - Bottom + TickLength, Ink, 1);
            svg.Text(X(tick), Height - Bottom + TickLength + 14, _axes.X.Label(tick), "middle", 12, Ink);
        }

        svg.Line(Left, Height - Bottom, Width - Right, Height - Bottom, Ink, 1);
        svg.Line(Left, Top, Left, Height - Bottom, Ink, 1);
        svg.Text((Left + Width - Right) / 2, Height - Bottom + 42, _chart.XLabel, "middle", 13, Ink);
        svg.Text(Left, Top - 8, _chart.YLabel, "middle", 13, Ink);
    }

    private void DrawSeries(SvgWriter svg, Series series, int index)
    {
        IEnumerable<ChartPoint> points = _axes.Drawn(series);
        if (series.Style == SeriesStyle.Line)
        {
            svg.Polyline(points.Select(p => (X(p.X), Y(p.Y))), Colour(index), Dash(index));
            return;
        }

        foreach (ChartPoint point in points)
        {
            svg.Circle(X(point.X), Y(point.Y), PointRadius, Colour(index));
        }
    }

    private void DrawLegend(SvgWriter svg)
    {
        for (int i = 0; i < _chart.Series.Length; i++)
        {
            double x = Left + _legend[i].Start;
            double y = Height - 18 + (_legend[i].Row * LegendRow);
            if (_chart.Series[i].Style == SeriesStyle.Line)
            {
                svg.Polyline([(x, y - 4), (x + LegendLine, y - 4)], Colour(i), Dash(i));
            }
            else
            {
                svg.Circle(x + (LegendLine / 2), y - 4, PointRadius + 1, Colour(i));
            }

            svg.Text(x + LegendLine + LegendText, y, _chart.Series[i].Name, "start", 12, Ink);
        }
    }

    private static string Colour(int index) => s_colours[index % s_colours.Length];

    private static string Dash(int index) => s_dashes[index % s_dashes.Length];

    private double X(double value) => Left + (_axes.X.Position(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (_axes.Y.Position(value) * (Height - Top - Bottom));
}
