using System.Collections.Immutable;
using MLNetDeep.Neural;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

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
        ImmutableArray<ChartPoint> losses = Finite(result.Rates.Zip(result.Losses, (rate, loss) => new ChartPoint(rate, loss)), ref leftOut);
        int ignored = 0; // the smoothed losses of the same steps
        ImmutableArray<ChartPoint> smoothed = Finite(result.Rates.Zip(result.SmoothedLosses, (rate, loss) => new ChartPoint(rate, loss)), ref ignored);
        if (smoothed.IsEmpty)
        {
            throw new ArgumentException("At least one step must have a finite smoothed loss.", nameof(result));
        }

        ChartPoint lowest = smoothed.MinBy(point => point.Y);
        string description = $"Loss by learning rate over {PictureText.Count(smoothed.Length, "step")}, from {PictureText.Number(smoothed[0].X)} to "
            + $"{PictureText.Number(smoothed[^1].X)}. The smoothed loss is lowest, {PictureText.Number(lowest.Y)}, at {PictureText.Number(lowest.X)}. "
            + (result.Suggestion is { } rate ? $"Suggested rate: {PictureText.Number(rate)}." : "No rate is suggested: the loss never falls.")
            + (result.HasDiverged ? " The loss diverged at the last rate; losses of batches above the smoothed loss's greatest are cut off." : "") + PictureText.LeftOut(leftOut);
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
                plot.AddReference($"suggested rate: {PictureText.Number(suggestion)}", new LineAnnotation { Type = LineAnnotationType.Vertical, X = suggestion });
            }

            plot.AddLegend();
            return plot.Model;
        });
    }
}
