using MLNetDeep.Reports;
using MLNetDeep.Samples;

namespace FunctionFit.Tests;

public class TextPlotTests
{
    private const int Rows = 18;
    private const int Columns = 64;

    [Fact]
    public void A_line_runs_from_corner_to_corner_and_ticks_stand_at_their_values()
    {
        string[] lines = Draw([new TextCurve("y = x", [new ChartPoint(0, 0), new ChartPoint(8, 4)])]);
        Assert.Equal("title", lines[0]);
        Assert.Equal("y", lines[1].Trim());
        string[] area = lines[2..(2 + Rows)];
        int margin = lines[2 + Rows].IndexOf('+', StringComparison.Ordinal) + 1;
        Assert.Equal((margin + Columns - 1, margin), (area[0].LastIndexOf('*'), area[^1].IndexOf('*', StringComparison.Ordinal)));
        // The line has a mark in every column, and the marks rise.
        IEnumerable<int> columns = Enumerable.Range(margin, Columns);
        int[] heights = [.. columns.Select(column => Array.FindIndex(area, row => row.Length > column && row[column] == '*'))];
        Assert.Equal(heights.OrderDescending(), heights);
        Assert.DoesNotContain(-1, heights);
        // A tick stands where the line has its value: at x = 2 the line is at 1.
        string numbers = lines[3 + Rows];
        int two = numbers.IndexOf('2', StringComparison.Ordinal);
        Assert.Equal('+', lines[2 + Rows][two]);
        string rowOfOne = area.Single(row => row.TrimStart().StartsWith("1 +", StringComparison.Ordinal));
        Assert.InRange(Array.IndexOf(area, rowOfOne) - heights[two - margin], -1, 1);
        Assert.Equal("* y = x", lines[5 + Rows].Trim());
    }

    [Fact]
    public void Points_are_not_joined_and_those_that_are_not_finite_are_left_out()
    {
        string[] lines = Draw(
        [
            new TextCurve("points", [new ChartPoint(0, 0), new ChartPoint(1, double.NaN), new ChartPoint(2, 1)], IsLine: false),
            TextCurve.OfValues("line", [0.5, 0.5]),
        ]);
        string area = string.Concat(lines[2..(2 + Rows)]);
        Assert.Equal(2, area.Count(letter => letter == '*'));
        Assert.Equal((Columns / 2) + 1, area.Count(letter => letter == 'o'), 1.0); // from x = 1 to x = 2
        Assert.Equal("* points   o line", lines[5 + Rows].Trim());
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_factors_are_equal_distances()
    {
        string[] lines = Draw([TextCurve.OfValues("loss", [1000, 10, 0.1, 0])], logarithmicY: true);
        string[] area = lines[2..(2 + Rows)];
        // 1,000 at the top, 0.1 at the bottom, and 10 in the middle both of the rows and of the columns; 0 is left out.
        int margin = area[0].IndexOf('*', StringComparison.Ordinal);
        int middle = Array.FindIndex(area, row => row.Length > margin + (Columns / 2) && row[margin + (Columns / 2)] == '*');
        Assert.InRange(middle, (Rows / 2) - 1, Rows / 2);
        Assert.Equal(margin + Columns - 1, area[^1].LastIndexOf('*'));
        Assert.InRange(Array.FindIndex(area, row => row.TrimStart().StartsWith("10 ", StringComparison.Ordinal)) - middle, -1, 1);
    }

    [Fact]
    public void A_single_point_and_a_long_legend_are_drawn()
    {
        string[] lines = Draw([.. Enumerable.Range(0, 8).Select(i => new TextCurve($"network number {i}", [new ChartPoint(5, 5)]))]);
        Assert.Equal(8, lines.Sum(line => line.Split("network number").Length - 1));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Columns + 8));
    }

    private static string[] Draw(TextCurve[] curves, bool logarithmicY = false) =>
        TextPlot.Draw("title", "x", "y", curves, logarithmicY).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
