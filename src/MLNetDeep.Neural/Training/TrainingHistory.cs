using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>The results of a training, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<EpochResult> epochs)
    {
        Epochs = epochs;
    }

    /// <summary>The result of each epoch, including those before a resumed training; empty after 0 iterations.</summary>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The total number of mini-batches.</summary>
    public int Iterations => Epochs.Sum(epoch => epoch.Batches);

    /// <summary>Writes a CSV table with one line per epoch.</summary>
    /// <remarks>
    /// The columns are <c>epoch, batches, learning_rate, loss, accuracy, mean_absolute_error, val_loss, val_accuracy,
    /// val_mean_absolute_error, seconds</c>. Values that do not exist are empty. Numbers have decimal points in every culture. Lines end in
    /// <c>\n</c>.
    /// </remarks>
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
