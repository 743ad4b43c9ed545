using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

public class HeatMapTests
{
    private static readonly double[,] s_grid = { { 0, 1 }, { 2, 4 } };

    // Ten shades cover [0, 4]: 0 gets the first shade, 1 the third (0.25), 2 the sixth (0.5), 4 the last. The last row is at the top.
    [Fact]
    public void Text_shows_each_value_as_two_characters_of_its_shade()
    {
        string[] lines = new HeatMap("Map", ("grid", s_grid)).ToText().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(["Map", "grid", "++@@", "  ::", "' ' is 0, '@' is 4", ""], lines);
    }

    [Fact]
    public void Grids_are_side_by_side_with_a_common_scale()
    {
        string[] lines = new HeatMap("Two", ("a", s_grid), ("b", new double[,] { { 4, 4 }, { 0, 0 } })).ToText().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("a      b", lines[1]);
        Assert.Equal("++@@", lines[2]);
        Assert.Equal("  ::   @@@@", lines[3]);
    }

    [Fact]
    public void Svg_shows_the_minimum_in_blue_and_the_maximum_in_red()
    {
        using StringWriter writer = new();
        new HeatMap("Map", ("grid", s_grid)).WriteSvg(writer);
        string[] fills = XElement.Parse(writer.ToString()).Elements().Where(e => e.Name.LocalName == "rect").Select(e => e.Attribute("fill")!.Value).ToArray();
        Assert.Equal(["#ffffff", "#0000ff", "#8080ff", "#ffffff", "#ff0000"], fills);
    }

    [Fact]
    public void Grids_of_different_sizes_throw() =>
        Assert.Throws<ArgumentException>("panels", () => new HeatMap("Bad", ("a", s_grid), ("b", new double[1, 2])));
}
