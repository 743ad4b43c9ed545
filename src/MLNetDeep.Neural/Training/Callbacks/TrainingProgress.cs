namespace MLNetDeep.Neural;

/// <summary>How far a training has come, reported after each batch.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The current epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of epochs to be begun in all, as far as it is known.</summary>
    public required int Epochs { get; init; }

    /// <summary>The batches done in this epoch.</summary>
    public required int Batch { get; init; }

    /// <summary>
    /// The batches of this epoch; fewer in the last epoch where <see cref="FitOptions.Iterations"/> ends within it. Before the end of the
    /// first pass over a <see cref="TrainingStream"/> what the stream says, or 0 where it says nothing.
    /// </summary>
    public required int BatchesPerEpoch { get; init; }

    /// <summary>The loss and accuracy over the rows of this epoch so far, each as it was just before its batch's step.</summary>
    public required EvaluationResult Training { get; init; }

    /// <summary>The loss and metrics of this batch alone, from just before its step.</summary>
    public EvaluationResult BatchResult { get; init; }

    /// <summary>The learning rate of this batch's step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The loss and accuracy on the validation data; at the end of an epoch only, and only where there are such data.</summary>
    public EvaluationResult? Validation { get; init; }

    /// <summary>The time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The mean loss over the rows of this epoch so far.</summary>
    public double Loss => Training.Loss;

    /// <summary>The share of correct rows in this epoch so far.</summary>
    public double Accuracy => Training.Accuracy;

    /// <summary>Whether this was the last batch of the epoch.</summary>
    public bool IsEpochEnd => Batch == BatchesPerEpoch;
}
