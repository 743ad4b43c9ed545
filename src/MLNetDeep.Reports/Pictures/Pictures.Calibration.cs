using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const double CountsShare = 0.2;

    /// <summary>Draws how often what is predicted with some probability is observed, and below it the number of rows in each bin.</summary>
    /// <param name="curve">The bins. Those without rows are left out.</param>
    /// <exception cref="ArgumentException">No bin has rows with finite shares.</exception>
    public static Picture Calibration(CalibrationCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        CalibrationBin[] bins = curve.Bins.IsDefault ? [] : [.. curve.Bins.Where(bin => bin.Count > 0)];
        int leftOut = 0;
        IReadOnlyList<ChartPoint> points = Finite(bins.Select(bin => new ChartPoint(bin.Predicted, bin.Observed)), ref leftOut);
        if (points.Count == 0)
        {
            throw new ArgumentException("At least one bin must have rows, and finite shares.", nameof(curve));
        }

        string description = $"Observed share by predicted probability, {Count(bins.Sum(bin => bin.Count), "row")} in "
            + $"{Count(bins.Length, "bin")}. "
            + $"Expected calibration error: {Number(curve.ExpectedError)}. "
            + string.Join("; ", bins.Select(bin =>
                $"predicted {Three(bin.Predicted)}, observed {Three(bin.Observed)} ({Count(bin.Count, "row")})"))
            + "." + LeftOut(leftOut);
        return new Picture("calibration", "Calibration", description, SquareWidth, SquareWidth + 120, palette =>
        {
            Plot plot = new(palette, "Calibration");
            plot.AddShareAxis(AxisPosition.Bottom, "predicted probability");
            LinearAxis y = plot.AddShareAxis(AxisPosition.Left, "observed share");
            y.StartPosition = CountsShare + 0.05;
            LinearAxis counts = plot.AddAxis(AxisPosition.Left, "rows", 0);
            (counts.Key, counts.EndPosition, counts.MinimumMajorStep) = ("counts", CountsShare, 1);
            RectangleBarSeries bars = plot.AddRectangles("", palette.Axis);
            bars.YAxisKey = counts.Key;
            foreach (CalibrationBin bin in bins)
            {
                bars.Items.Add(new RectangleBarItem(bin.Lower, 0, bin.Upper, bin.Count));
            }

            (bars.StrokeColor, bars.StrokeThickness) = (palette.Background, 1);
            plot.AddLine($"model, expected error {Number(curve.ExpectedError)}", points, 0);
            plot.AddReference("perfect", new LineAnnotation { Slope = 1, Intercept = 0 });
            plot.AddLegend();
            return plot.Model;
        });
    }
}
