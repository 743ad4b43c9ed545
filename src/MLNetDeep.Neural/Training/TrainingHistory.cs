using System.Collections.Immutable;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>The training results of each epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(
        ImmutableArray<EpochResult> epochs, int? keptEpoch, TrainingDivergedException? divergence, ImmutableArray<string> warnings)
    {
        Epochs = epochs;
        KeptEpoch = keptEpoch;
        Iterations = epochs.Sum(epoch => epoch.Batches);
        Divergence = divergence;
        Warnings = warnings;
    }

    private TrainingHistory(TrainingHistory history, HeldOutClasses classes)
        : this(history.Epochs, history.KeptEpoch, history.Divergence, [.. classes.Warnings, .. history.Warnings])
    {
        HeldOutClasses = classes;
    }

    /// <summary>The result of each epoch, including epochs before the checkpoint of a resumed training; empty after 0 iterations.</summary>
    /// <remarks>If the training ended within an epoch, the last result has <see cref="EpochResult.IsPartial"/> set.</remarks>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The epoch, counted from 1, from whose end the weights are that the network got from the training.</summary>
    /// <remarks>
    /// With <see cref="EarlyStopping.RestoreBestWeights"/> it is the best epoch, otherwise the last one. Null after 0 iterations, and if the
    /// training diverged and the last finite weights are kept, which are those of no epoch in <see cref="Epochs"/>.
    /// </remarks>
    public int? KeptEpoch { get; }

    /// <summary>The total number of training batches.</summary>
    public long Iterations { get; }

    /// <summary>
    /// Why the training ended early, if it diverged and the weights of its best epoch were restored, or a callback prevented the exception;
    /// otherwise null.
    /// </summary>
    /// <remarks>
    /// See <see cref="EarlyStopping.RestoreBestWeights"/> and <see cref="TerminateOnNaN"/>. The epoch that diverged is not in
    /// <see cref="Epochs"/>.
    /// </remarks>
    public TrainingDivergedException? Divergence { get; }

    /// <summary>Sentences for the user about a training that probably went wrong, each with what to try; usually empty.</summary>
    /// <remarks>
    /// There is a warning if <see cref="Divergence"/> is not null, or if the loss at the end is far above that of the first batch: more than 10
    /// times, or 10·(32/n)² times if the batch has only n &lt; 32 rows, whose loss may be small by chance. There is also one if the metric of
    /// <see cref="EarlyStopping"/> was NaN or infinite in every epoch, if <see cref="FitOptions.StandardizeFeatures"/> had no effect on the
    /// network, if only validation rows have some class, and if
    /// <see cref="FitOptions.ValidationSplit"/> held out random rows because the last rows have all rows of a class. ML.NET trainers write
    /// the warnings to the log.
    /// </remarks>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>What the rows held out for validation say about classes.</summary>
    internal HeldOutClasses HeldOutClasses { get; } = new([], []);

    /// <summary>Returns a history with warnings about classes.</summary>
    internal TrainingHistory With(HeldOutClasses classes) => new(this, classes);

    /// <summary>Returns a CSV table with one row per epoch.</summary>
    /// <remarks>
    /// The columns are <c>epoch, batches, learning_rate, loss, accuracy, mean_absolute_error, val_loss, val_accuracy,
    /// val_mean_absolute_error</c>, then a column for each measured metric of <see cref="FitOptions.Metrics"/>, among <c>top_k_accuracy,
    /// precision, recall, f1_score, auc, r_squared</c> and, on validation data, the same with <c>val_</c>, then <c>seconds</c>. Missing
    /// values are empty. Numbers use decimal points, whatever the current culture. Lines end in <c>\n</c>.
    /// </remarks>
    public string ToCsv()
    {
        HistoryCsv csv = new(
        [
            .. Enum.GetValues<TrainingMetric>()
                .Where(metric => metric.IsFurther() && Epochs.Any(epoch => !double.IsNaN(epoch.ValueOf(metric)))),
        ]);
        return csv.Header + csv.Rows(Epochs);
    }
}
