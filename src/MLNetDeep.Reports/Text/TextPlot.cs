using System.Text;

namespace MLNetDeep.Reports;

/// <summary>Draws a line chart as text.</summary>
internal sealed class TextPlot
{
    public const int MinWidth = 30;
    public const int MinHeight = 4;

    private const string Marks = "*o+x#@";
    private const string LegendGap = "   ";
    private const int LinesPerTick = 4;
    private const int CharactersPerTick = 14;

    private readonly LineChart _chart;
    private readonly ChartAxes _axes;
    private readonly string[] _yLabels;
    private readonly int _leftMargin;
    private readonly char[][] _canvas;

    public TextPlot(LineChart chart, int width, int height)
    {
        if (width < MinWidth)
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, $"The width must be at least {MinWidth}.");
        }

        if (height < MinHeight)
        {
            throw new ArgumentOutOfRangeException(nameof(height), height, $"The height must be at least {MinHeight}.");
        }

        _chart = chart;
        _axes = new ChartAxes(chart, Math.Max(2, width / CharactersPerTick), Math.Max(2, height / LinesPerTick));
        _yLabels = [.. _axes.Y.Ticks.Select(_axes.Y.Label)];
        _leftMargin = _yLabels.Max(l => l.Length);
        _canvas = [.. Enumerable.Range(0, height).Select(_ => Enumerable.Repeat(' ', width - _leftMargin - 2).ToArray())];
    }

    private int Columns => _canvas[0].Length;

    private int Rows => _canvas.Length;

    public string Draw()
    {
        for (int i = 0; i < _chart.Series.Length; i++)
        {
            DrawSeries(_chart.Series[i], Marks[i % Marks.Length]);
        }

        StringBuilder text = new();
        text.AppendLine(_chart.Title);
        if (_chart.YLabel.Length > 0)
        {
            text.Append(' ', _leftMargin + 2).AppendLine(_chart.YLabel);
        }

        Dictionary<int, string> labels = [];
        for (int i = 0; i < _yLabels.Length; i++)
        {
            labels[Row(_axes.Y.Ticks[i])] = _yLabels[i];
        }

        for (int row = 0; row < Rows; row++)
        {
            bool hasTick = labels.TryGetValue(row, out string? label);
            text.Append((label ?? "").PadLeft(_leftMargin)).Append(hasTick ? " +" : " |").AppendLine(new string(_canvas[row]).TrimEnd());
        }

        AppendXAxis(text);
        AppendLegend(text);
        return text.ToString();
    }

    private void DrawSeries(Series series, char mark)
    {
        ChartPoint? previous = null;
        foreach (ChartPoint point in _axes.DrawablePoints(series))
        {
            if (series.Style == SeriesStyle.Line && previous is { } from)
            {
                DrawLine(from, point, mark);
            }

            _canvas[Row(point.Y)][Column(point.X)] = mark;
            previous = point;
        }
    }

    // Draws a mark in each column between two points, so that a curve with fewer points than columns has no gaps.
    private void DrawLine(ChartPoint from, ChartPoint to, char mark)
    {
        int first = Column(from.X);
        int last = Column(to.X);
        int fromRow = Row(from.Y);
        int toRow = Row(to.Y);
        for (int column = first + 1; column < last; column++)
        {
            double fraction = (double)(column - first) / (last - first);
            _canvas[(int)Math.Round(fromRow + (fraction * (toRow - fromRow)))][column] = mark;
        }
    }

    private void AppendXAxis(StringBuilder text)
    {
        char[] line = Enumerable.Repeat('-', Columns).ToArray();
        char[] labels = Enumerable.Repeat(' ', Columns + _leftMargin + 2).ToArray();
        int nextFree = 0;
        foreach (double tick in _axes.X.Ticks)
        {
            int column = Column(tick);
            line[column] = '+';
            string label = _axes.X.Label(tick);
            int start = Math.Clamp(column + _leftMargin + 2 - (label.Length / 2), 0, labels.Length - label.Length);
            if (start < nextFree)
            {
                continue;
            }

            label.CopyTo(0, labels, start, label.Length);
            nextFree = start + label.Length + 1;
        }

        text.Append(' ', _leftMargin).Append(" +").AppendLine(new string(line));
        text.AppendLine(new string(labels).TrimEnd());
        if (_chart.XLabel.Length > 0)
        {
            text.AppendLine((new string(' ', _leftMargin + 2) + _chart.XLabel.PadLeft((Columns + _chart.XLabel.Length) / 2)).TrimEnd());
        }
    }

    private void AppendLegend(StringBuilder text)
    {
        string[] entries = [.. _chart.Series.Select((series, i) => $"{Marks[i % Marks.Length]} {series.Name}")];
        (int Row, double Start)[] places = Legend.Place(entries.Select(entry => (double)entry.Length), LegendGap.Length, Columns);
        foreach (IGrouping<int, string> row in entries.Zip(places).GroupBy(pair => pair.Second.Row, pair => pair.First))
        {
            text.Append(' ', _leftMargin + 2).AppendLine(string.Join(LegendGap, row));
        }
    }

    private int Column(double x) => (int)Math.Round(_axes.X.Position(x) * (Columns - 1));

    private int Row(double y) => Rows - 1 - (int)Math.Round(_axes.Y.Position(y) * (Rows - 1));
}
