using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

public class LineChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Text_shows_a_rising_line_between_axes()
    {
        LineChart chart = new("Rise", [new Series("y = x", [new ChartPoint(0, 0), new ChartPoint(4, 4)])]) { XLabel = "x", YLabel = "y" };
        string[] expected =
        [
            "Rise",
            "   y",
            "5 +",
            "  |                  ****",
            "  |           *******",
            "  |    *******",
            "0 +****",
            "  ++-------------------------+",
            "   0                         5",
            "                x",
            "   * y = x",
            "",
        ];
        Assert.Equal(expected, chart.ToText(width: 30, height: 5).ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Text_does_not_connect_points()
    {
        LineChart chart = new("Points", [new Series("p", [new ChartPoint(0, 0), new ChartPoint(4, 4)], SeriesStyle.Points)]);
        Assert.Equal(3, chart.ToText(40, 5).Count(c => c == '*')); // two points, and one mark in the legend
    }

    [Fact]
    public void Each_series_has_its_own_mark()
    {
        string text = new LineChart("Two", [Series.OfValues("training", [1, 2, 3]), Series.OfValues("validation", [3, 2, 1])]).ToText();
        Assert.Contains("* training   o validation", text);
    }

    [Fact]
    public void A_legend_that_is_too_wide_is_wrapped()
    {
        Series[] series = [.. new[] { "first of four", "second of four", "third of four", "fourth of four" }.Select(name => Series.OfValues(name, [1, 2]))];
        LineChart chart = new("Four", [.. series]);
        // There are 50 text columns. "* first of four" takes 15, "o second of four" 16, and each gap 3, so a third entry would end at
        // column 52.
        string[] lines = chart.ToText(width: 55).ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(["     * first of four   o second of four", "     + third of four   x fourth of four"], lines[^2..]);

        // The legend is 624 SVG units wide. An entry takes 28 units plus 7 per letter, a gap 18. Three entries end at 119 + 18 + 126 +
        // 18 + 119 = 400, four at 544.
        Assert.Equal("440", Svg(chart).Attribute("height")!.Value);
        XElement svg = Svg(new LineChart("Six", [.. series, .. series[..2]]));
        Assert.Equal("458", svg.Attribute("height")!.Value);
        XElement[] texts = [.. svg.Elements(s_svg + "text").Where(t => t.Value.EndsWith("of four", StringComparison.Ordinal))];
        Assert.Equal(["422", "422", "422", "422", "440", "440"], texts.Select(t => t.Attribute("y")!.Value));
        Assert.Equal(texts[0].Attribute("x")!.Value, texts[4].Attribute("x")!.Value);
    }

    [Fact]
    public void Without_X_values_a_series_is_numbered_1_2_3() =>
        Assert.Equal([new ChartPoint(1, 5), new ChartPoint(2, 7)], Series.OfValues("s", [5, 7]).Points);

    [Fact]
    public void Svg_line_ends_match_the_axis_positions()
    {
        XElement svg = Svg(new LineChart("A & B", [new Series("<line>", [new ChartPoint(0, 0), new ChartPoint(10, 100)])]));
        // The plot area is 720 x 440 minus the margins: x from 72 to 696, y from 48 to 352.
        Assert.Equal("72,352 696,48", svg.Elements(s_svg + "polyline").First().Attribute("points")!.Value);
        Assert.Equal("A & B", svg.Element(s_svg + "title")!.Value);
        Assert.Contains(svg.Elements(s_svg + "text"), t => t.Value == "<line>");
    }

    [Fact]
    public void Svg_points_are_circles_and_lines_differ_in_colour_and_dashes()
    {
        XElement svg = Svg(new LineChart("Three", [
            new Series("data", [new ChartPoint(0, 1), new ChartPoint(1, 2), new ChartPoint(2, 3)], SeriesStyle.Points),
            Series.OfValues("a", [1, 2]),
            Series.OfValues("b", [2, 1]),
        ]));
        Assert.Equal(3 + 1, svg.Elements(s_svg + "circle").Count()); // three points, and one in the legend
        string[] strokes = svg.Elements(s_svg + "polyline").Take(2).Select(p => $"{p.Attribute("stroke")} {p.Attribute("stroke-dasharray")}").ToArray();
        Assert.Equal(2, strokes.Distinct().Count());
    }

    [Fact]
    public void Nonfinite_values_and_nonpositive_values_on_a_logarithmic_axis_are_omitted()
    {
        LineChart chart = new("Gaps", [Series.OfValues("s", [1, double.NaN, 0, double.PositiveInfinity, 100])]) { LogarithmicY = true };
        string points = Svg(chart).Elements(s_svg + "polyline").First().Attribute("points")!.Value;
        Assert.Equal(2, points.Split(' ').Length);
        Assert.NotEmpty(chart.ToText());
    }

    [Fact]
    public void Nothing_to_draw_throws()
    {
        Assert.Throws<ArgumentException>("series", () => new LineChart("Empty", []));
        Assert.Throws<ArgumentException>("series", () => new LineChart("Empty", [new Series("none", [])]));
    }

    [Theory]
    [InlineData(29, 4, "width")]
    [InlineData(30, 3, "height")]
    public void A_drawing_that_is_too_small_throws(int width, int height, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => new LineChart("Small", [Series.OfValues("s", [1])]).ToText(width, height));

    private static XElement Svg(LineChart chart)
    {
        using StringWriter writer = new();
        chart.WriteSvg(writer);
        return XElement.Parse(writer.ToString());
    }
}
