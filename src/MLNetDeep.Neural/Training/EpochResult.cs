namespace MLNetDeep.Neural;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Batches">The batches done in this epoch.</param>
/// <param name="Training">Over the epoch's rows, each judged just before its batch's step, with dropout on.</param>
/// <param name="Validation">On the validation data at the end of the epoch; null without such data.</param>
/// <param name="Duration">The time that the epoch took, validation included.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
public sealed record EpochResult(
    int Epoch, int Batches, EvaluationResult Training, EvaluationResult? Validation, TimeSpan Duration, double LearningRate);
