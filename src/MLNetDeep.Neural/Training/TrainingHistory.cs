using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>The training results of each epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<EpochResult> epochs, TrainingDivergedException? divergence, ImmutableArray<string> warnings)
    {
        Epochs = epochs;
        Iterations = epochs.Sum(epoch => epoch.Batches);
        Divergence = divergence;
        Warnings = warnings;
    }

    /// <summary>The result of each epoch, including epochs before the checkpoint of a resumed training; empty after 0 iterations.</summary>
    /// <remarks>If the training ended within an epoch, the last result has <see cref="EpochResult.IsPartial"/> set.</remarks>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The total number of training batches.</summary>
    public long Iterations { get; }

    /// <summary>Why the training ended early, if it diverged and the weights of its best epoch were restored; otherwise null.</summary>
    /// <remarks>See <see cref="EarlyStopping.RestoreBestWeights"/>. The epoch that diverged is not in <see cref="Epochs"/>.</remarks>
    public TrainingDivergedException? Divergence { get; }

    /// <summary>Sentences for the user about a training that probably went wrong, each with what to try; usually empty.</summary>
    /// <remarks>
    /// There is a warning if <see cref="Divergence"/> is not null, or if the loss at the end is more than 10 times the loss at the start.
    /// ML.NET trainers write the warnings to the log.
    /// </remarks>
    public ImmutableArray<string> Warnings { get; }

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
