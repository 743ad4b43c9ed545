using System.Globalization;

namespace MLNetDeep.Neural.Training;

/// <summary>Compares the loss at the end of a training with the loss at its start.</summary>
/// <remarks>The start is the first batches of the training, until they have 32 rows: one batch with the default batch size.</remarks>
internal sealed class LossWatch
{
    /// <summary>The number of rows that suffice to measure a loss.</summary>
    public const int Rows = 32;

    // A training that learns anything ends below its start. The factor leaves room for noisy batches.
    private const double Factor = 10;

    /// <summary>The summed result of the first batches. Checkpoints store it.</summary>
    public EvaluationResult Start { get; private set; }

    /// <summary>Restores <see cref="Start"/> from a checkpoint.</summary>
    public void Restore(EvaluationResult start) => Start = start;

    /// <summary>Adds the result of the next batch.</summary>
    public void Add(EvaluationResult batch)
    {
        if (Start.RowCount < Rows)
        {
            Start += batch;
        }
    }

    /// <summary>Returns a sentence if a loss at the end is far above the loss at the start; otherwise null.</summary>
    public string? Warning(double lastLoss) => Start.RowCount > 0 && Start.LossSum > 0 && lastLoss > Factor * Start.Loss
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The loss rose from {Start.Loss:G4} at the start of the training to {lastLoss:G4} at its end. Try a smaller learning rate, "
            + $"scale the features to about -1 to 1, or clip the gradients with GlobalClipNorm.")
        : null;
}
