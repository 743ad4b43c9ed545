using System.Collections.Immutable;
using MLNetDeep.Neural;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    /// <summary>Draws the loss of each step of a learning-rate range test by the step's rate, which has a logarithmic axis.</summary>
    /// <param name="result">The result of the test. Its suggested rate gets a line.</param>
    /// <exception cref="ArgumentException">The test has no step with a finite smoothed loss.</exception>
    public static Picture LearningRateRange(LearningRateRangeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int leftOut = 0;
        ImmutableArray<ChartPoint> losses = Finite(result.Rates.Zip(result.Losses, (x, y) => new ChartPoint(x, y)), ref leftOut);
        int ignored = 0; // the smoothed losses of the same steps
        ImmutableArray<ChartPoint> smoothed = Finite(result.Rates.Zip(result.SmoothedLosses, (x, y) => new ChartPoint(x, y)), ref ignored);
        if (smoothed.IsEmpty)
        {
            throw new ArgumentException("At least one step must have a finite smoothed loss.", nameof(result));
        }

        ChartPoint lowest = smoothed.MinBy(point => point.Y);
        string description = $"Loss by learning rate over {Count(smoothed.Length, "step")}, from {Number(smoothed[0].X)} to "
            + $"{Number(smoothed[^1].X)}. The smoothed loss is lowest, {Number(lowest.Y)}, at {Number(lowest.X)}. "
            + (result.Suggestion is { } rate ? $"Suggested rate: {Number(rate)}." : "No rate is suggested: the loss never falls.")
            + (result.HasDiverged ? " The loss diverged at the last rate; losses above the greatest smoothed one are cut off." : "")
            + LeftOut(leftOut);
        // At the rates where the loss diverges, single batches have losses that would flatten the rest of the curve.
        double highest = smoothed.Max(point => point.Y), least = losses.Append(lowest).Min(point => point.Y);
        double room = 0.04 * Math.Max(highest - least, 1e-9);
        return new Picture("learning-rate-range", "Learning-rate range test", description, Width, Height, palette =>
        {
            Plot plot = new(palette, "Learning-rate range test");
            plot.AddLogarithmicAxis(AxisPosition.Bottom, "learning rate (logarithmic)");
            plot.AddAxis(AxisPosition.Left, "loss", least - room, highest + room);
            LineSeries raw = plot.AddLine("loss of a batch", losses, 5);
            (raw.StrokeThickness, raw.MarkerType) = (1, MarkerType.None);
            plot.AddLine("smoothed loss", smoothed, 0).MarkerType = smoothed.Length == 1 ? MarkerType.Circle : MarkerType.None;
            if (result.Suggestion is { } suggestion)
            {
                LineAnnotation line = new() { Type = LineAnnotationType.Vertical, X = suggestion };
                plot.AddReference($"suggested rate: {Number(suggestion)}", line);
            }

            plot.AddLegend();
            return plot.Model;
        });
    }
}
