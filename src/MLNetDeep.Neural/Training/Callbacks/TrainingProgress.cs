namespace MLNetDeep.Neural;

/// <summary>The progress of a training, reported after each batch.</summary>
/// <remarks>
/// With <see cref="FitOptions.GradientExchange"/>, results are those of all ranks. With <see cref="FitOptions.LocalSteps"/>, the results of
/// batches since the last average of the weights are those of this rank's rows.
/// </remarks>
public readonly record struct TrainingProgress
{
    /// <summary>The current epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The total number of epochs; while unknown, the current epoch.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of completed batches in this epoch.</summary>
    public required long Batch { get; init; }

    /// <summary>The number of batches in this epoch.</summary>
    /// <remarks>
    /// The last epoch has fewer batches if <see cref="FitOptions.Iterations"/> is reached within that epoch. In the first pass over a
    /// <see cref="TrainingStream"/>, the number follows from <see cref="TrainingStream.RowCount"/>; it is 0 if that count is null.
    /// </remarks>
    public required long BatchesPerEpoch { get; init; }

    /// <summary>The loss and metrics over this epoch's rows so far. Each batch is measured before its step.</summary>
    public required EvaluationResult Training { get; init; }

    /// <summary>The loss and metrics of this batch alone, measured before its step.</summary>
    public EvaluationResult BatchResult { get; init; }

    /// <summary>The learning rate of this batch's step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The loss and metrics on the validation data after the last batch of an epoch; otherwise null.</summary>
    public EvaluationResult? Validation { get; init; }

    /// <summary>
    /// The metrics of <see cref="FitOptions.Metrics"/> on the training data after the last batch of an epoch; null otherwise, and if none
    /// was asked for.
    /// </summary>
    public MetricValues? TrainingMetrics { get; init; }

    /// <summary>
    /// The metrics of <see cref="FitOptions.Metrics"/> on the validation data after the last batch of an epoch; null otherwise, and if none
    /// was asked for.
    /// </summary>
    public MetricValues? ValidationMetrics { get; init; }

    /// <summary>The time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The mean loss over this epoch's rows so far.</summary>
    public double Loss => Training.Loss;

    /// <summary>The fraction of correct predictions in this epoch so far.</summary>
    public double Accuracy => Training.Accuracy;

    /// <summary>Whether this was the last batch of the epoch.</summary>
    public bool IsEpochEnd => Batch == BatchesPerEpoch;
}
