using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaximumCells = 64;
    private const double PanelGap = 0.04;

    /// <summary>Draws functions of two variables side by side, as heat maps on a common scale of colours.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="x">The X of the first and of the last column.</param>
    /// <param name="y">The Y of the first and of the last row.</param>
    /// <param name="panels">
    /// The name and the values [row, column] of each function. All have the same size. The last row is at the top. Grids of more than 64
    /// rows or columns are drawn as means of neighbouring values.
    /// </param>
    /// <exception cref="ArgumentException">There is no panel, a panel is empty, the sizes differ, or no value is finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range is not finite, or its second number is not above the first.</exception>
    public static Picture Surface(
        string title, (double First, double Last) x, (double First, double Last) y, params (string Name, double[,] Values)[] panels)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(panels);
        CheckRange(x, nameof(x));
        CheckRange(y, nameof(y));
        if (panels.Length == 0 || panels.Any(panel => panel.Values.Length == 0))
        {
            throw new ArgumentException("There must be at least one panel, and each must have at least one value.", nameof(panels));
        }

        if (panels.Any(panel => Size(panel.Values) != Size(panels[0].Values)))
        {
            throw new ArgumentException("All panels must have the same numbers of rows and columns.", nameof(panels));
        }

        double[][] finite = [.. panels.Select(panel => panel.Values.Cast<double>().Where(double.IsFinite).ToArray())];
        double[] all = [.. finite.SelectMany(values => values)];
        if (all.Length == 0)
        {
            throw new ArgumentException("At least one value must be finite.", nameof(panels));
        }

        (int rowCount, int columnCount) = Size(panels[0].Values);
        string description = $"{Count(panels.Length, "heat map")} of {columnCount} x {rowCount} values, "
            + $"x from {Number(x.First)} to {Number(x.Last)}, y from {Number(y.First)} to {Number(y.Last)}. "
            + string.Join("; ", panels.Zip(finite, (panel, values) => values.Length == 0
                ? $"{panel.Name} has no finite value"
                : $"{panel.Name} from {Number(values.Min())} to {Number(values.Max())}"))
            + "." + LeftOut((panels.Length * panels[0].Values.Length) - all.Length);
        (string Name, double[,] Values)[] drawn = [.. panels.Select(panel => (panel.Name, SurfaceGrid.Reduce(panel.Values, MaximumCells)))];
        int width = 140 + (panels.Length * (panels.Length == 1 ? 420 : 320));
        return new Picture(
            "surface", title, description, width, Height, palette => DrawSurface(palette, title, x, y, drawn, all.Min(), all.Max()));
    }

    private static PlotModel DrawSurface(
        PicturePalette palette, string title, (double First, double Last) x, (double First, double Last) y,
        (string Name, double[,] Values)[] panels, double low, double high)
    {
        Plot plot = new(palette, title);
        SurfaceGrid columns = new(x, Size(panels[0].Values).Columns);
        SurfaceGrid rows = new(y, Size(panels[0].Values).Rows);
        plot.AddAxis(AxisPosition.Left, "y", rows.Start, rows.End).MajorGridlineStyle = LineStyle.None;
        plot.AddColours("value", low, low < high ? high : low + 1);
        double share = (1 + PanelGap) / panels.Length;
        for (int panel = 0; panel < panels.Length; panel++)
        {
            // The axis at the top has no numbers, only the panel's name.
            LinearAxis[] axes =
            [
                plot.AddAxis(AxisPosition.Bottom, "x", columns.Start, columns.End),
                plot.AddAxis(AxisPosition.Top, panels[panel].Name, columns.Start, columns.End),
            ];
            (axes[1].LabelFormatter, axes[1].TickStyle) = (_ => "", TickStyle.None);
            foreach (LinearAxis axis in axes)
            {
                axis.Key = $"{axis.Position} {panel}";
                axis.MajorGridlineStyle = LineStyle.None;
                (axis.StartPosition, axis.EndPosition) = (panel * share, ((panel + 1) * share) - PanelGap);
            }

            RectangleBarSeries cells = plot.AddRectangles("", palette.ScaleColour(0));
            cells.XAxisKey = axes[0].Key;
            for (int row = 0; row < rows.Count; row++)
            {
                for (int column = 0; column < columns.Count; column++)
                {
                    double value = panels[panel].Values[row, column];
                    if (double.IsFinite(value))
                    {
                        RectangleBarItem cell = new(columns.Edge(column), rows.Edge(row), columns.Edge(column + 1), rows.Edge(row + 1));
                        cell.Color = palette.ScaleColour(low < high ? (value - low) / (high - low) : 0.5);
                        cells.Items.Add(cell);
                    }
                }
            }
        }

        return plot.Model;
    }

    private static (int Rows, int Columns) Size(double[,] values) => (values.GetLength(0), values.GetLength(1));

    private static void CheckRange((double First, double Last) range, string name)
    {
        if (!(double.IsFinite(range.First) && double.IsFinite(range.Last) && range.First < range.Last))
        {
            throw new ArgumentOutOfRangeException(name, range, "The range must be finite, and its second number above the first.");
        }
    }
}
