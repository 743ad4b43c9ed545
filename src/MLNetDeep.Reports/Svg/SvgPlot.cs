namespace MLNetDeep.Reports;

/// <summary>Draws a line chart as SVG.</summary>
internal sealed class SvgPlot
{
    private const double Width = 720;
    private const double Height = 440;
    private const double LeftMargin = 72;
    private const double RightMargin = 24;
    private const double TopMargin = 48;
    private const double BottomMargin = 88;
    private const double TickLength = 5;
    private const double PointRadius = 2.5;
    private const double LegendLineWidth = 22;
    private const double LegendTextGap = 6;
    private const double LegendCharacterWidth = 7;
    private const double LegendEntryGap = 18;
    private const double LegendRowHeight = 18;
    private const int XTicks = 8;
    private const int YTicks = 6;
    private const string InkColour = "#222222";
    private const string GridColour = "#dddddd";

    // The palette of Okabe and Ito, which colour-blind readers can distinguish.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
    private static readonly string[] s_dashes = ["", "8 4", "2 3", "8 3 2 3", "12 4", "4 4"];

    private readonly LineChart _chart;
    private readonly ChartAxes _axes;
    private readonly (int Row, double Start)[] _legend;

    public SvgPlot(LineChart chart)
    {
        _chart = chart;
        _axes = new ChartAxes(chart, XTicks, YTicks);
        IEnumerable<double> widths = chart.Series.Select(series => LegendLineWidth + LegendTextGap + (LegendCharacterWidth * series.Name.Length));
        _legend = Legend.Place(widths, LegendEntryGap, Width - LeftMargin - RightMargin);
    }

    public void Write(TextWriter writer)
    {
        // Height includes one row of the legend. Each further row increases the height of the image.
        using SvgWriter svg = new(writer, Width, Height + (_legend[^1].Row * LegendRowHeight), _chart.Title);
        svg.Text(Width / 2, TopMargin / 2, _chart.Title, "middle", 16, InkColour);
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
            svg.Line(LeftMargin, Y(tick), Width - RightMargin, Y(tick), GridColour, 1);
            svg.Text(LeftMargin - TickLength - 4, Y(tick) + 4, _axes.Y.Label(tick), "end", 12, InkColour);
        }

        foreach (double tick in _axes.X.Ticks)
        {
            svg.Line(X(tick), Height - BottomMargin, X(tick), Height - BottomMargin + TickLength, InkColour, 1);
            svg.Text(X(tick), Height - BottomMargin + TickLength + 14, _axes.X.Label(tick), "middle", 12, InkColour);
        }

        svg.Line(LeftMargin, Height - BottomMargin, Width - RightMargin, Height - BottomMargin, InkColour, 1);
        svg.Line(LeftMargin, TopMargin, LeftMargin, Height - BottomMargin, InkColour, 1);
        svg.Text((LeftMargin + Width - RightMargin) / 2, Height - BottomMargin + 42, _chart.XLabel, "middle", 13, InkColour);
        svg.Text(LeftMargin, TopMargin - 8, _chart.YLabel, "middle", 13, InkColour);
    }

    private void DrawSeries(SvgWriter svg, Series series, int index)
    {
        IEnumerable<ChartPoint> points = _axes.DrawablePoints(series);
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
            double x = LeftMargin + _legend[i].Start;
            double y = Height - 18 + (_legend[i].Row * LegendRowHeight);
            if (_chart.Series[i].Style == SeriesStyle.Line)
            {
                svg.Polyline([(x, y - 4), (x + LegendLineWidth, y - 4)], Colour(i), Dash(i));
            }
            else
            {
                svg.Circle(x + (LegendLineWidth / 2), y - 4, PointRadius + 1, Colour(i));
            }

            svg.Text(x + LegendLineWidth + LegendTextGap, y, _chart.Series[i].Name, "start", 12, InkColour);
        }
    }

    private static string Colour(int index) => s_colours[index % s_colours.Length];

    private static string Dash(int index) => s_dashes[index % s_dashes.Length];

    private double X(double value) => LeftMargin + (_axes.X.Position(value) * (Width - LeftMargin - RightMargin));

    private double Y(double value) => Height - BottomMargin - (_axes.Y.Position(value) * (Height - TopMargin - BottomMargin));
}
