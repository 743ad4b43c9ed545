using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>What a training gave, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<EpochResult> epochs)
    {
        Epochs = epochs;
    }

    /// <summary>One entry per epoch; empty after 0 iterations. In a resumed training, with those from before.</summary>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The mini-batches done in all.</summary>
    public int Iterations => Epochs.Sum(epoch => epoch.Batches);

    /// <summary>
    /// A table with a line per epoch: <c>epoch, batches, learning_rate, loss, accuracy, mean_absolute_error, val_loss, val_accuracy,
    /// val_mean_absolute_error, seconds</c>. Separated by commas, with points in numbers whatever the culture; what there is not is left
    /// empty. Lines end in <c>\n</c>.
    /// </summary>
    public string ToCsv()
    {
        StringBuilder text = new(
            "epoch,batches,learning_rate,loss,accuracy,mean_absolute_error,val_loss,val_accuracy,val_mean_absolute_error,seconds\n");
        foreach (EpochResult epoch in Epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Batches},{Number(epoch.LearningRate)},");
            text.Append(CultureInfo.InvariantCulture, $"{Metrics(epoch.Training)},{Metrics(epoch.Validation)},");
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Duration.TotalSeconds:F3}\n");
        }

        return text.ToString();
    }

    private static string Metrics(EvaluationResult? result) => result is { } metrics
        ? $"{Number(metrics.Loss)},{Number(metrics.Accuracy)},{Number(metrics.MeanAbsoluteError)}"
        : ",,";

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
