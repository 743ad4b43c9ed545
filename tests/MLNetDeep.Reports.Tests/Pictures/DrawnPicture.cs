using System.Globalization;
using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

/// <summary>Reads back what a picture's SVG shows: texts, shapes within the axes, and the numbers that positions stand for.</summary>
internal sealed class DrawnPicture
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public DrawnPicture(Picture picture, PictureTheme theme = PictureTheme.Light)
    {
        Root = XElement.Parse(picture.ToSvg(theme));
        Texts = [.. Root.Descendants(s_svg + "text").Select(text => new DrawnText(text))];
        Shapes = [.. Root.Descendants(s_svg + "g").Where(g => g.Attribute("clip-path") is not null).Descendants()];
    }

    public XElement Root { get; }

    public DrawnText[] Texts { get; }

    /// <summary>The shapes in areas that clip: those between the axes, and those of the legend.</summary>
    public XElement[] Shapes { get; }

    /// <summary>Checks that there are texts, each at least once.</summary>
    public void HasLabels(params string[] labels) => Assert.Subset(Labels.ToHashSet(), labels.ToHashSet());

    public string[] Labels => [.. Texts.Select(text => text.Text)];

    /// <summary>The rectangles between the axes and in the legend.</summary>
    public DrawnRectangle[] Rectangles(string? fill = null) =>
    [
        .. Shapes.Where(shape => shape.Name == s_svg + "rect").Select(shape => new DrawnRectangle(shape))
            .Where(rectangle => fill is null || rectangle.Fill == fill),
    ];

    /// <summary>The points of the curves of a colour, without those of two points: grid lines, references and the legend.</summary>
    public (double X, double Y)[][] Curves(string stroke) =>
    [
        .. Shapes.Where(shape => shape.Name == s_svg + "polyline" && (string?)shape.Attribute("stroke") == stroke)
            .Select(shape => ((string)shape.Attribute("points")!).Split(' ')
                .Select(point => (Number(point.Split(',')[0]), Number(point.Split(',')[1]))).ToArray()),
    ];

    /// <summary>The centres of the marks of a colour.</summary>
    public (double X, double Y)[] Marks(string fill) =>
    [
        .. Shapes.Where(shape => shape.Name == s_svg + "ellipse" && (string?)shape.Attribute("fill") == fill)
            .Select(shape => (Number((string)shape.Attribute("cx")!), Number((string)shape.Attribute("cy")!))),
    ];

    /// <summary>The values that the first curve of a colour passes through, with two decimals.</summary>
    public (double X, double Y)[] CurveValues(string stroke) => [.. Curves(stroke)[0].Select(Values)];

    /// <summary>The values at which the marks of a colour stand, with two decimals. The last mark is that of the legend.</summary>
    public (double X, double Y)[] MarkValues(string fill) => [.. Marks(fill)[..^1].Select(Values)];

    /// <summary>Returns the value of a horizontal position, by the labels of the bottom axis.</summary>
    public Func<double, double> X(bool logarithmic = false) => Scale(BottomLabels, text => text.X, logarithmic);

    /// <summary>The labels of the bottom axis: the lowest row of texts below their position.</summary>
    public IEnumerable<DrawnText> BottomLabels => Texts
        .Where(text => text is { Anchor: "middle", Shift: "0.9em", Rotation: 0 }).GroupBy(text => text.Y).MaxBy(row => row.Key)!;

    /// <summary>Returns the value of a vertical position, by the labels of the left axis.</summary>
    public Func<double, double> Y(bool logarithmic = false) =>
        Scale(Texts.Where(text => text is { Anchor: "end", Shift: "0.35em" }), text => text.Y, logarithmic);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private (double X, double Y) Values((double X, double Y) point) =>
        (Math.Round(X()(point.X), 2) + 0.0, Math.Round(Y()(point.Y), 2) + 0.0); // 0, not -0

    private static Func<double, double> Scale(IEnumerable<DrawnText> labels, Func<DrawnText, double> position, bool logarithmic)
    {
        (double Position, double Value)[] ticks =
        [
            .. labels.Where(text => double.TryParse(text.Text, CultureInfo.InvariantCulture, out _))
                .Select(text => (Position: position(text), Value: logarithmic ? Math.Log(Number(text.Text)) : Number(text.Text)))
                .OrderBy(tick => tick.Value),
        ];
        double step = (ticks[^1].Value - ticks[0].Value) / (ticks[^1].Position - ticks[0].Position);
        return at =>
        {
            double value = ticks[0].Value + ((at - ticks[0].Position) * step);
            return logarithmic ? Math.Exp(value) : value;
        };
    }
}
