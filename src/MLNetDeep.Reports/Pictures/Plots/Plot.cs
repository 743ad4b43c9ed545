using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MLNetDeep.Reports;

/// <summary>A drawing by OxyPlot in the style of this library: title, axes with titles, a legend below the axes.</summary>
internal sealed class Plot
{
    public const double FontSize = 12;

    /// <summary>The height of the title with its distance to what follows, in CSS pixels.</summary>
    public const int TitleHeight = 27;

    public const int NameLength = 24;

    private const int TitleLength = 80;
    private const int MaximumMarkers = 40;
    private const int ThinnedFrom = 200;

    // Alternating dashes distinguish curves beyond the number of colours, and help where colours are not seen.
    private static readonly LineStyle[] s_styles = [LineStyle.Solid, LineStyle.Dash, LineStyle.Dot, LineStyle.DashDot];

    public Plot(PicturePalette palette, string title)
    {
        Palette = palette;
        Model = new PlotModel
        {
            Title = title.Length > 0 ? PictureText.Label(title, TitleLength) : null, // a PNG would have room for an empty one
            TitleFontSize = 15,
            TitlePadding = 10,
            Padding = new OxyThickness(12, 12, 20, 12),
            DefaultFontSize = FontSize,
            Background = palette.Background,
            TextColor = palette.Text,
            PlotAreaBorderThickness = new OxyThickness(0),
        };
    }

    public PicturePalette Palette { get; }

    public PlotModel Model { get; }

    /// <summary>Adds an axis of numbers with grid lines.</summary>
    /// <param name="position">The side.</param>
    /// <param name="title">The title, with the unit.</param>
    /// <param name="minimum">The number at the axis's start; NaN to leave some space before the least value.</param>
    /// <param name="maximum">The number at the axis's end; NaN to leave some space behind the greatest value.</param>
    public LinearAxis AddAxis(AxisPosition position, string title, double minimum = double.NaN, double maximum = double.NaN)
    {
        LinearAxis axis = Style(new LinearAxis(), position, title);
        (axis.Minimum, axis.Maximum) = (minimum, maximum);
        Model.Axes.Add(axis);
        return axis;
    }

    /// <summary>Adds an axis from 0 to 1, with room for lines and marks at its ends.</summary>
    public LinearAxis AddShareAxis(AxisPosition position, string title) => AddAxis(position, title, -0.012, 1.012);

    /// <summary>Adds an axis on which equal factors are equal distances.</summary>
    public LogarithmicAxis AddLogarithmicAxis(AxisPosition position, string title)
    {
        LogarithmicAxis axis = Style(new LogarithmicAxis(), position, title);
        axis.LabelFormatter = PictureText.Number;
        Model.Axes.Add(axis);
        return axis;
    }

    /// <summary>Adds an axis of names at 0, 1, 2 and so on, without grid lines. Where there are too many, only some have labels.</summary>
    /// <param name="position">The side.</param>
    /// <param name="title">The title.</param>
    /// <param name="names">The names.</param>
    /// <param name="length">The axis's length in CSS pixels, about.</param>
    /// <param name="reversed">Whether the axis starts at the right or at the top.</param>
    public LinearAxis AddNames(AxisPosition position, string title, IReadOnlyList<string> names, double length, bool reversed = false)
    {
        LinearAxis axis = AddAxis(position, title, -0.5, names.Count - 0.5);
        string[] labels = [.. names.Select(name => PictureText.Label(name, NameLength))];
        double room = length / names.Count;
        bool turned = axis.IsHorizontal() && labels.Max(label => label.Length) * FontSize * 0.6 > room;
        axis.MajorGridlineStyle = LineStyle.None;
        axis.TickStyle = TickStyle.None;
        axis.MajorStep = axis.IsVertical() || turned ? Math.Ceiling(FontSize * 1.2 / room) : 1;
        axis.MinorStep = axis.MajorStep;
        axis.Angle = turned ? -90 : 0;
        axis.LabelFormatter = value => value >= 0 && value < labels.Length && value == Math.Floor(value) ? labels[(int)value] : "";
        if (reversed)
        {
            (axis.StartPosition, axis.EndPosition) = (1, 0);
        }

        return axis;
    }

    /// <summary>Adds a bar on the right that says which value the colours of <see cref="PicturePalette.Scale"/> stand for.</summary>
    /// <param name="title">The title, with the unit.</param>
    /// <param name="minimum">The value of the first colour.</param>
    /// <param name="maximum">The value of the last colour.</param>
    public void AddColours(string title, double minimum, double maximum)
    {
        LinearColorAxis axis = Style(new LinearColorAxis(), AxisPosition.Right, title);
        axis.Palette = new OxyPalette(Palette.Scale);
        axis.AxisDistance = 16;
        axis.MajorGridlineStyle = LineStyle.None;
        (axis.Minimum, axis.Maximum) = (minimum, maximum);
        Model.Axes.Add(axis);
    }

    /// <summary>Adds rectangles, such as bars and the cells of a heat map.</summary>
    /// <param name="name">The name in the legend; empty for none.</param>
    /// <param name="fill">The colour of those that have none of their own.</param>
    public RectangleBarSeries AddRectangles(string name, OxyColor fill)
    {
        RectangleBarSeries rectangles = new()
        {
            Title = Legend(name),
            RenderInLegend = name.Length > 0,
            FillColor = fill,
            StrokeThickness = 0,
            StrokeColor = OxyColors.Transparent,
        };
        Model.Series.Add(rectangles);
        return rectangles;
    }

    /// <summary>Adds a legend below the axes, which therefore covers nothing.</summary>
    public void AddLegend() => Model.Legends.Add(new Legend
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.BottomCenter,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendTextColor = Palette.Text,
        LegendFontSize = FontSize,
        LegendBorderThickness = 0,
        LegendSymbolLength = 24,
        LegendItemSpacing = 20,
        LegendPadding = 0,
        LegendLineSpacing = 4,
        AllowUseFullExtent = true,
    });

    /// <summary>Adds a curve through the points.</summary>
    /// <param name="name">The name in the legend; empty for none.</param>
    /// <param name="points">The points. Those that are not finite must have been left out.</param>
    /// <param name="colour">The number of the colour, from 0.</param>
    /// <param name="style">The number of the dashes, from 0: solid.</param>
    public LineSeries AddLine(string name, IReadOnlyCollection<ChartPoint> points, int colour, int style = 0)
    {
        LineSeries line = new()
        {
            Title = Legend(name),
            RenderInLegend = name.Length > 0,
            Color = Colour(colour),
            StrokeThickness = 2,
            LineStyle = s_styles[style % s_styles.Length],
            LineJoin = LineJoin.Round,
            MinimumSegmentLength = 0,
            Decimator = points.Count > ThinnedFrom ? CurveThinning.Thin : null,
        };
        if (points.Count <= MaximumMarkers)
        {
            line.MarkerType = MarkerType.Circle;
            line.MarkerFill = line.Color;
            line.MarkerSize = 2.5;
        }

        line.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        Model.Series.Add(line);
        return line;
    }

    /// <summary>Adds a mark for each point.</summary>
    public ScatterSeries AddPoints(string name, IReadOnlyCollection<ChartPoint> points, int colour)
    {
        ScatterSeries marks = new()
        {
            Title = Legend(name),
            MarkerType = MarkerType.Circle,
            MarkerFill = OxyColor.FromAColor(points.Count > ThinnedFrom ? (byte)0xff : (byte)0xb0, Colour(colour)),
            MarkerSize = points.Count > ThinnedFrom ? 3 : 2.5,
            BinSize = points.Count > ThinnedFrom ? 4 : 0, // of marks in a square of 4 x 4 pixels, one is drawn
        };
        marks.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        Model.Series.Add(marks);
        return marks;
    }

    /// <summary>Adds a dashed grey line across the axes, such as that of pure chance.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="line">The line's type, with its position.</param>
    public void AddReference(string name, LineAnnotation line)
    {
        (line.Color, line.LineStyle, line.StrokeThickness) = (Palette.Axis, LineStyle.Dash, 1.5);
        Model.Annotations.Add(line);
        Model.Series.Add(new LineSeries
        {
            Title = Legend(name),
            Color = line.Color,
            LineStyle = line.LineStyle,
            StrokeThickness = line.StrokeThickness,
        });
    }

    public OxyColor Colour(int number) => Palette.Series[number % Palette.Series.Length];

    private static string Legend(string name) => PictureText.Label(name, 2 * NameLength);

    private T Style<T>(T axis, AxisPosition position, string title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = PictureText.Label(title, TitleLength);
        axis.AxislineStyle = LineStyle.Solid;
        axis.AxislineColor = Palette.Axis;
        axis.TicklineColor = Palette.Axis;
        axis.TextColor = Palette.Text;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Palette.Grid;
        axis.MinorTickSize = 0;
        axis.AxisTitleDistance = 8;
        axis.IntervalLength = 48;
        axis.MinimumPadding = 0.04;
        axis.MaximumPadding = 0.04;
        return axis;
    }
}
