using System.Globalization;
using System.Text;
using MLNetDeep.Reports;
using OxyPlot;
using OxyPlot.Axes;

namespace MLNetDeep.Samples;

/// <summary>Draws curves as text, for terminals. OxyPlot's axes choose the ticks and place the points.</summary>
internal sealed class TextPlot
{
    private const int Columns = 64;
    private const int Rows = 18;
    private const int ColumnsPerTick = 14;
    private const int RowsPerTick = 4;
    private const string Marks = "*o+x#@";
    private const string LegendGap = "   ";

    private readonly Axis _x;
    private readonly Axis _y;
    private readonly char[][] _canvas = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Repeat(' ', Columns).ToArray())];

    private TextPlot(ChartPoint[] points, bool logarithmicY)
    {
        _x = new LinearAxis { Position = AxisPosition.Bottom, IntervalLength = ColumnsPerTick };
        _y = logarithmicY ? new LogarithmicAxis() : new LinearAxis();
        (_y.Position, _y.IntervalLength) = (AxisPosition.Left, RowsPerTick);
        (_x.Minimum, _x.Maximum) = (points.Min(point => point.X), points.Max(point => point.X));
        (_y.Minimum, _y.Maximum) = (points.Min(point => point.Y), points.Max(point => point.Y));
        foreach (Axis axis in new[] { _x, _y }.Where(axis => axis.Minimum == axis.Maximum))
        {
            (axis.Minimum, axis.Maximum) = axis is LogarithmicAxis
                ? (axis.Minimum / 2, axis.Maximum * 2)
                : (axis.Minimum - 0.5, axis.Maximum + 0.5);
        }

        // A drawing that nobody sees gives the axes their lengths: a character is one pixel.
        PlotModel model = new()
        {
            PlotMargins = new OxyThickness(0),
            Padding = new OxyThickness(0),
            Culture = CultureInfo.InvariantCulture,
            Axes = { _x, _y },
        };
        SvgExporter.Export(model, Stream.Null, Columns, Rows, isDocument: false);
    }

    /// <summary>Returns a chart: a mark for each curve, axes with ticks, and a legend.</summary>
    /// <param name="title">The title.</param>
    /// <param name="xTitle">The title of the horizontal axis.</param>
    /// <param name="yTitle">The title of the vertical axis.</param>
    /// <param name="curves">The curves, of which at least one has a point that can be drawn.</param>
    /// <param name="logarithmicY">Whether the vertical axis is logarithmic. If so, points whose Y is 0 or less are left out.</param>
    public static string Draw(string title, string xTitle, string yTitle, IReadOnlyList<TextCurve> curves, bool logarithmicY = false)
    {
        ChartPoint[][] points =
        [
            .. curves.Select(curve => curve.Points
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y) && (p.Y > 0 || !logarithmicY)).ToArray()),
        ];
        TextPlot plot = new([.. points.SelectMany(p => p)], logarithmicY);
        for (int i = 0; i < curves.Count; i++)
        {
            plot.DrawCurve(points[i], curves[i].IsLine, Marks[i % Marks.Length]);
        }

        return plot.Print(title, xTitle, yTitle, [.. curves.Select((curve, i) => $"{Marks[i % Marks.Length]} {curve.Name}")]);
    }

    private void DrawCurve(ChartPoint[] points, bool isLine, char mark)
    {
        for (int i = 0; i < points.Length; i++)
        {
            (int column, int row) = (Column(points[i].X), Row(points[i].Y));
            _canvas[row][column] = mark;
            (int next, int nextRow) = isLine && i + 1 < points.Length ? (Column(points[i + 1].X), Row(points[i + 1].Y)) : (column, row);

            // A mark in each column between two points, so that a curve with fewer points than columns has no gaps.
            for (int between = column + 1; between < next; between++)
            {
                double fraction = (double)(between - column) / (next - column);
                _canvas[(int)Math.Round(row + (fraction * (nextRow - row)))][between] = mark;
            }
        }
    }

    private string Print(string title, string xTitle, string yTitle, string[] legend)
    {
        Dictionary<int, string> labels = Ticks(_y).GroupBy(Row).ToDictionary(row => row.Key, row => _y.FormatValue(row.First()));
        int margin = labels.Values.Append("").Max(label => label.Length);
        string indent = new(' ', margin + 2);
        StringBuilder text = new();
        text.AppendLine(title).Append(indent).AppendLine(yTitle);
        for (int row = 0; row < Rows; row++)
        {
            bool hasTick = labels.TryGetValue(row, out string? label);
            text.Append((label ?? "").PadLeft(margin)).Append(hasTick ? " +" : " |").AppendLine(new string(_canvas[row]).TrimEnd());
        }

        char[] line = Enumerable.Repeat('-', Columns).ToArray();
        char[] numbers = Enumerable.Repeat(' ', indent.Length + Columns).ToArray();
        foreach (double tick in Ticks(_x))
        {
            string label = _x.FormatValue(tick);
            line[Column(tick)] = '+';
            int start = Math.Clamp(indent.Length + Column(tick) - (label.Length / 2), 0, numbers.Length - label.Length);
            label.CopyTo(0, numbers, start, label.Length);
        }

        text.Append(indent[..^1]).Append('+').AppendLine(new string(line)).AppendLine(new string(numbers).TrimEnd());
        text.Append(indent).AppendLine(xTitle.PadLeft((Columns + xTitle.Length) / 2));
        AppendLegend(text, indent, legend);
        return text.ToString();
    }

    private static void AppendLegend(StringBuilder text, string indent, string[] legend)
    {
        string row = "";
        foreach (string entry in legend)
        {
            if (row.Length > 0 && row.Length + LegendGap.Length + entry.Length > Columns)
            {
                text.Append(indent).AppendLine(row);
                row = "";
            }

            row += (row.Length > 0 ? LegendGap : "") + entry;
        }

        text.Append(indent).AppendLine(row);
    }

    private static IEnumerable<double> Ticks(Axis axis)
    {
        axis.GetTickValues(out IList<double> ticks, out _, out _);
        return ticks.Where(tick => tick >= axis.ActualMinimum && tick <= axis.ActualMaximum);
    }

    private int Column(double x) => Math.Clamp((int)_x.Transform(x), 0, Columns - 1);

    private int Row(double y) => Math.Clamp((int)_y.Transform(y), 0, Rows - 1);
}
