using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    // Up to this many classes, a cell has room for its count and percentage.
    private const int ClassesWithPercentages = 12;

    // Up to this many classes, a cell has room for its count.
    private const int ClassesWithCounts = 24;

    private const double LetterWidth = 7;
    private const double CellTextSize = 11;

    /// <summary>Draws a confusion matrix as a heat map: a row for each true class, a column for each predicted class.</summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="counts">The number of rows of data [true class, predicted class].</param>
    /// <remarks>
    /// A cell's colour is its percentage of the true class's rows; only a count of 0 has the first colour. Up to 12 classes, a cell shows
    /// its count and this percentage; up to 24 classes, its count; with more classes, nothing.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no class, the sizes differ, a count is negative, or all are 0.</exception>
    public static Picture ConfusionMatrix(IReadOnlyList<string> classes, int[,] counts)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(counts);
        ConfusionCells cells = ConfusionCells.Create(classes, counts);
        int count = classes.Count;
        double cell = count switch
        {
            <= ClassesWithPercentages => Math.Max(44, Math.Max(240.0 / count, (cells.LongestText * LetterWidth) + 6)),
            <= ClassesWithCounts => Math.Max(28, (cells.LongestText * LetterWidth) + 6),
            _ => Math.Max(4, 680.0 / count),
        };
        double side = Math.Min(cell * count, 1600);
        double labels = classes.Max(name => Math.Min(name.Length, Plot.NameLength)) * LetterWidth;
        return new Picture(
            "confusion-matrix", "Confusion matrix", cells.Describe(), (int)(side + labels + 160), (int)(side + Math.Min(labels, 170) + 110),
            palette => DrawConfusionMatrix(palette, classes, cells, side));
    }

    private static PlotModel DrawConfusionMatrix(PicturePalette palette, IReadOnlyList<string> classes, ConfusionCells cells, double side)
    {
        Plot plot = new(palette, "Confusion matrix");
        bool showsText = classes.Count <= ClassesWithCounts;
        plot.Model.PlotAreaBackground = palette.ScaleColour(0);
        plot.AddNames(AxisPosition.Bottom, "predicted class", classes, side);
        plot.AddNames(AxisPosition.Left, "true class", classes, side, reversed: true);
        plot.AddColours("share of the true class (%)", 0, 100);
        RectangleBarSeries rectangles = plot.AddRectangles("", palette.ScaleColour(0));
        (rectangles.StrokeColor, rectangles.StrokeThickness) = showsText ? (palette.Background, 1) : (OxyColors.Transparent, 0);
        foreach (ConfusionCell cell in cells.All.Where(cell => showsText || cell.Count > 0))
        {
            rectangles.Items.Add(new RectangleBarItem(cell.Predicted - 0.5, cell.True - 0.5, cell.Predicted + 0.5, cell.True + 0.5)
            {
                Color = palette.ScaleColour(Shade(palette, cell)),
            });
            if (showsText)
            {
                bool showsShare = classes.Count <= ClassesWithPercentages && cell.Count > 0;
                plot.Model.Annotations.Add(
                    CellText(palette, cell, Number(cell.Count), showsShare ? VerticalAlignment.Bottom : VerticalAlignment.Middle));
                if (showsShare)
                {
                    plot.Model.Annotations.Add(CellText(palette, cell, Percent(cell.Share), VerticalAlignment.Top));
                }
            }
        }

        return plot.Model;
    }

    // A cell that is not 0 has at least the second colour, so that rare mistakes among many classes are seen.
    private static double Shade(PicturePalette palette, ConfusionCell cell) =>
        cell.Count == 0 ? 0 : Math.Max(cell.Share, 1.0 / (palette.Scale.Length - 1));

    // Two lines are two texts, above and below the cell's middle: OxyPlot's SVG places a text of two lines half a line too low.
    private static TextAnnotation CellText(PicturePalette palette, ConfusionCell cell, string text, VerticalAlignment alignment) => new()
    {
        Text = text,
        TextPosition = new DataPoint(cell.Predicted, cell.True),
        TextHorizontalAlignment = HorizontalAlignment.Center,
        TextVerticalAlignment = alignment,
        TextColor = palette.TextColour(Shade(palette, cell)),
        FontSize = CellTextSize,
        StrokeThickness = 0,
    };
}
