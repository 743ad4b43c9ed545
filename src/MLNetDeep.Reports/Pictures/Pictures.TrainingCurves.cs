using System.Collections.Immutable;
using MLNetDeep.Neural;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    /// <summary>Draws the training loss by epoch and, if it was measured, the validation loss.</summary>
    /// <param name="history">The history of the training.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    /// <exception cref="ArgumentException">The history has no epoch with a finite loss.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The history does not have the epoch kept.</exception>
    public static Picture Loss(TrainingHistory history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Loss(history.Epochs, keptEpoch);
    }

    /// <inheritdoc cref="Loss(TrainingHistory, int?)"/>
    /// <param name="history">The results of the epochs.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    public static Picture Loss(IReadOnlyList<EpochResult> history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        int leftOut = 0;
        TrainingCurve[] curves = [.. TrainingCurve.Create("", TrainingMetric.Loss, TrainingMetric.ValidationLoss, 0, history, ref leftOut)];
        return DrawTraining("loss", "Loss by epoch", "loss", curves, "", [], history, keptEpoch, leftOut);
    }

    /// <summary>
    /// Draws each metric that was measured, other than the loss, by epoch: on the training data solid, on the validation data dashed.
    /// </summary>
    /// <param name="history">The history of the training.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    /// <remarks>
    /// The mean absolute error has the unit of the labels. If other metrics are drawn too, it has an axis of its own on the right.
    /// </remarks>
    /// <exception cref="ArgumentException">The history has no epoch with a finite metric.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The history does not have the epoch kept.</exception>
    public static Picture Metrics(TrainingHistory history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Metrics(history.Epochs, keptEpoch);
    }

    /// <inheritdoc cref="Metrics(TrainingHistory, int?)"/>
    /// <param name="history">The results of the epochs.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    public static Picture Metrics(IReadOnlyList<EpochResult> history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        int leftOut = 0;
        TrainingCurve[] shares = [.. TrainingCurve.Shares(history, ref leftOut)];
        TrainingCurve[] errors =
        [
            .. TrainingCurve.Create(
                "mean absolute error", TrainingMetric.MeanAbsoluteError, TrainingMetric.ValidationMeanAbsoluteError,
                shares.Length, history, ref leftOut),
        ];
        const string ErrorTitle = "mean absolute error (unit of the label)";
        return shares.Length == 0
            ? DrawTraining("metrics", "Metrics by epoch", ErrorTitle, errors, "", [], history, keptEpoch, leftOut)
            : DrawTraining("metrics", "Metrics by epoch", "metric (1 is best)", shares, ErrorTitle, errors, history, keptEpoch, leftOut);
    }

    /// <summary>Draws the learning rate of each epoch's last step. If it changes tenfold or more, the axis is logarithmic.</summary>
    /// <param name="history">The history of the training.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    /// <exception cref="ArgumentException">The history has no epoch with a finite learning rate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The history does not have the epoch kept.</exception>
    public static Picture LearningRate(TrainingHistory history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return LearningRate(history.Epochs, keptEpoch);
    }

    /// <inheritdoc cref="LearningRate(TrainingHistory, int?)"/>
    /// <param name="history">The results of the epochs.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept, which gets a line; null for none.</param>
    public static Picture LearningRate(IReadOnlyList<EpochResult> history, int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        int leftOut = 0;
        ImmutableArray<ChartPoint> points = Finite(history.Select(epoch => new ChartPoint(epoch.Epoch, epoch.LearningRate)), ref leftOut);
        TrainingCurve[] curves = points.IsEmpty ? [] : [new TrainingCurve("learning rate", points, 0, 0)];
        return DrawTraining("learning-rate", "Learning rate by epoch", "learning rate", curves, "", [], history, keptEpoch, leftOut);
    }

    private static Picture DrawTraining(
        string name, string title, string yTitle, TrainingCurve[] left, string rightTitle, TrainingCurve[] right,
        IReadOnlyList<EpochResult> history, int? keptEpoch, int leftOut)
    {
        if (left.Length == 0)
        {
            throw new ArgumentException(
                $"At least one epoch must have a finite {yTitle}, but of {Count(history.Count, "epoch")} none has.", nameof(history));
        }

        if (keptEpoch is { } kept && history.All(epoch => epoch.Epoch != kept))
        {
            throw new ArgumentOutOfRangeException(
                nameof(keptEpoch), keptEpoch,
                $"The epoch kept must be one of the history's, from {history[0].Epoch} to {history[^1].Epoch}.");
        }

        string description = $"Over {Count(history.Count, "epoch")}: "
            + $"{string.Join("; ", left.Concat(right).Select(curve => Describe(curve.Name, curve.Points)))}."
            + (keptEpoch is null ? "" : $" The weights kept are those of epoch {keptEpoch}.") + LeftOut(leftOut);
        double lowest = left[0].Points.Min(point => point.Y);
        bool logarithmic = name == "learning-rate" && lowest > 0 && left[0].Points.Max(point => point.Y) >= 10 * lowest;
        return new Picture(name, title, description, Width, Height, palette =>
        {
            Plot plot = new(palette, title);
            LinearAxis x = plot.AddAxis(AxisPosition.Bottom, "epoch", Math.Min(1, history[0].Epoch) - 0.25, history[^1].Epoch + 0.25);
            x.MinimumMajorStep = 1;
            Axis y = logarithmic ? plot.AddLogarithmicAxis(AxisPosition.Left, yTitle) : plot.AddAxis(AxisPosition.Left, yTitle);
            y.MinimumRange = 1e-9;
            foreach (TrainingCurve curve in left)
            {
                plot.AddLine(curve.Name, curve.Points, curve.Colour, curve.Style);
            }

            if (right.Length > 0)
            {
                LinearAxis axis = plot.AddAxis(AxisPosition.Right, rightTitle);
                axis.Key = "right";
                axis.MajorGridlineStyle = OxyPlot.LineStyle.None;
                foreach (TrainingCurve curve in right)
                {
                    plot.AddLine(curve.Name, curve.Points, curve.Colour, curve.Style).YAxisKey = axis.Key;
                }
            }

            if (keptEpoch is { } epoch)
            {
                plot.AddReference($"weights kept: epoch {epoch}", new LineAnnotation { Type = LineAnnotationType.Vertical, X = epoch });
            }

            plot.AddLegend();
            return plot.Model;
        });
    }
}
