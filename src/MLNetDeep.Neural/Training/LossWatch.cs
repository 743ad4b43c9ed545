using System.Globalization;

namespace MLNetDeep.Neural.Training;

/// <summary>Compares the loss at the end of a training with the loss at its start, which is that of the first batch.</summary>
internal sealed class LossWatch
{
    /// <summary>The number of rows that suffice to measure a loss.</summary>
    public const int Rows = 32;

    // A training that learns anything ends below its start. The factor leaves room for noisy batches.
    private const double Factor = 10;

    /// <summary>The result of the first batch, before the first step; without rows before that. Checkpoints store it.</summary>
    public EvaluationResult Start { get; private set; }

    /// <summary>Restores <see cref="Start"/> from a checkpoint.</summary>
    public void Restore(EvaluationResult start) => Start = start;

    /// <summary>Adds the result of the next batch.</summary>
    public void Add(EvaluationResult batch)
    {
        if (Start.RowCount == 0)
        {
            Start = batch;
        }
    }

    /// <summary>Returns a sentence if a loss at the end is far above the loss at the start; otherwise null.</summary>
    public string? Warning(double lastLoss)
    {
        // The mean loss of a few rows may be small by chance, the more so the fewer they are.
        double scarcity = Math.Max(1, (double)Rows / Start.RowCount);
        return Start.LossSum > 0 && lastLoss > Factor * scarcity * scarcity * Start.Loss
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The loss rose from {Start.Loss:G4} at the start of the training to {lastLoss:G4} at its end. Try a smaller learning rate, "
                + $"scale the features to about -1 to 1, or clip the gradients with GlobalClipNorm.")
            : null;
    }
}
