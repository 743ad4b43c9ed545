namespace MLNetDeep.Neural;

/// <summary>The progress of a training, reported after each batch.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The current epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The total number of epochs, as far as it is known.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of batches done in this epoch.</summary>
    public required int Batch { get; init; }

    /// <summary>The number of batches in this epoch.</summary>
    /// <remarks>
    /// The last epoch has fewer batches if <see cref="FitOptions.Iterations"/> ends within it. Before the end of the first pass over a
    /// <see cref="TrainingStream"/>, the number follows from <see cref="TrainingStream.RowCount"/>; 0 if that is null.
    /// </remarks>
    public required int BatchesPerEpoch { get; init; }

    /// <summary>The loss and metrics over the rows of this epoch so far, computed for each batch before its step.</summary>
    public required EvaluationResult Training { get; init; }

    /// <summary>The loss and metrics of this batch alone, computed before its step.</summary>
    public EvaluationResult BatchResult { get; init; }

    /// <summary>The learning rate of this batch's step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The loss and metrics on the validation data at the end of an epoch; otherwise, or without validation data, null.</summary>
    public EvaluationResult? Validation { get; init; }

    /// <summary>The time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The mean loss over the rows of this epoch so far.</summary>
    public double Loss => Training.Loss;

    /// <summary>The share of correct predictions in this epoch so far.</summary>
    public double Accuracy => Training.Accuracy;

    /// <summary>Whether this was the last batch of the epoch.</summary>
    public bool IsEpochEnd => Batch == BatchesPerEpoch;
}
