namespace MLNetDeep.Neural;

/// <summary>The metrics that <see cref="EarlyStopping"/> can monitor.</summary>
/// <remarks>Lower losses and errors are better; higher accuracies are better.</remarks>
public enum TrainingMetric
{
    /// <summary>The training loss.</summary>
    Loss,

    /// <summary>The accuracy on the training data.</summary>
    Accuracy,

    /// <summary>The mean absolute error on the training data.</summary>
    MeanAbsoluteError,

    /// <summary>The loss on the validation data.</summary>
    ValidationLoss,

    /// <summary>The accuracy on the validation data.</summary>
    ValidationAccuracy,

    /// <summary>The mean absolute error on the validation data.</summary>
    ValidationMeanAbsoluteError,
}
