namespace MLNetDeep.Neural;

/// <summary>The metrics of a training, for <see cref="FitOptions.Metrics"/> and for callbacks that monitor one.</summary>
/// <remarks>
/// <para>Lower losses and errors are better; of all other metrics, higher values are better. Row weights count in losses only: in every
/// other metric, each row counts once.</para>
/// <para>Loss, accuracy and mean absolute error are always measured; on training data they are measured batch by batch, before each step.
/// The other metrics are computed after the last batch of an epoch, over all rows, with the weights at that time and with dropout off. See
/// <see cref="MetricValues"/> for their definitions.</para>
/// </remarks>
public enum TrainingMetric
{
    /// <summary>The training loss.</summary>
    Loss,

    /// <summary>The accuracy on the training data. Classification only.</summary>
    Accuracy,

    /// <summary>The mean absolute error on the training data. Regression only.</summary>
    MeanAbsoluteError,

    /// <summary><see cref="MetricValues.TopKAccuracy"/> on the training data.</summary>
    TopKAccuracy,

    /// <summary><see cref="MetricValues.Precision"/> on the training data.</summary>
    Precision,

    /// <summary><see cref="MetricValues.Recall"/> on the training data.</summary>
    Recall,

    /// <summary><see cref="MetricValues.F1Score"/> on the training data.</summary>
    F1Score,

    /// <summary><see cref="MetricValues.AreaUnderRocCurve"/> on the training data.</summary>
    AreaUnderRocCurve,

    /// <summary><see cref="MetricValues.RSquared"/> on the training data.</summary>
    RSquared,

    /// <summary>The loss on the validation data.</summary>
    ValidationLoss,

    /// <summary>The accuracy on the validation data. Classification only.</summary>
    ValidationAccuracy,

    /// <summary>The mean absolute error on the validation data. Regression only.</summary>
    ValidationMeanAbsoluteError,

    /// <summary><see cref="MetricValues.TopKAccuracy"/> on the validation data.</summary>
    ValidationTopKAccuracy,

    /// <summary><see cref="MetricValues.Precision"/> on the validation data.</summary>
    ValidationPrecision,

    /// <summary><see cref="MetricValues.Recall"/> on the validation data.</summary>
    ValidationRecall,

    /// <summary><see cref="MetricValues.F1Score"/> on the validation data.</summary>
    ValidationF1Score,

    /// <summary><see cref="MetricValues.AreaUnderRocCurve"/> on the validation data.</summary>
    ValidationAreaUnderRocCurve,

    /// <summary><see cref="MetricValues.RSquared"/> on the validation data.</summary>
    ValidationRSquared,
}
