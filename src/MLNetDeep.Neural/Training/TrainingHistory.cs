using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>The training results of each epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<EpochResult> epochs)
    {
        Epochs = epochs;
    }

    /// <summary>The result of each epoch, including epochs before the checkpoint of a resumed training; empty after 0 iterations.</summary>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The total number of training batches.</summary>
    public int Iterations => Epochs.Sum(epoch => epoch.Batches);

    /// <summary>Returns a CSV table with one row per epoch.</summary>
    /// <remarks>
    /// The columns are <c>epoch, batches, learning_rate, loss, accuracy, mean_absolute_error, val_loss, val_accuracy,
    /// val_mean_absolute_error, seconds</c>. Missing values are empty. Numbers use decimal points, whatever the current culture. Lines end
    /// in <c>\n</c>.
    /// </remarks>
    public string ToCsv()
    {
        StringBuilder text = new(
            "epoch,batches,learning_rate,loss,accuracy,mean_absolute_error,val_loss,val_accuracy,val_mean_absolute_error,seconds\n");
        foreach (EpochResult epoch in Epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Batches},{Format(epoch.LearningRate)},");
            text.Append(CultureInfo.InvariantCulture, $"{FormatMetrics(epoch.Training)},{FormatMetrics(epoch.Validation)},");
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Duration.TotalSeconds:F3}\n");
        }

        return text.ToString();
    }

    private static string FormatMetrics(EvaluationResult? result) => result is { } metrics
        ? $"{Format(metrics.Loss)},{Format(metrics.Accuracy)},{Format(metrics.MeanAbsoluteError)}"
        : ",,";

    private static string Format(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
