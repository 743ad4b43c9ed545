namespace MLNetDeep.Neural.Training;

/// <summary>What the members of <see cref="TrainingMetric"/> mean.</summary>
internal static class TrainingMetricExtensions
{
    /// <summary>Whether the metric is measured on the validation data.</summary>
    public static bool IsValidation(this TrainingMetric metric) => metric >= TrainingMetric.ValidationLoss;

    /// <summary>Returns the same metric on the training data.</summary>
    public static TrainingMetric OnTraining(this TrainingMetric metric) =>
        metric.IsValidation() ? (TrainingMetric)(metric - TrainingMetric.ValidationLoss) : metric;

    /// <summary>Whether the metric is measured only if it is asked for.</summary>
    public static bool IsFurther(this TrainingMetric metric) => metric.OnTraining() > TrainingMetric.MeanAbsoluteError;

    /// <summary>Whether higher values are better.</summary>
    public static bool IsHigherBetter(this TrainingMetric metric) =>
        metric.OnTraining() is not (TrainingMetric.Loss or TrainingMetric.MeanAbsoluteError);

    /// <summary>Returns the metric of an epoch, negated if higher is better; NaN if it was not measured.</summary>
    public static double Cost(this TrainingMetric metric, EpochResult epoch) =>
        metric.IsHigherBetter() ? -epoch.ValueOf(metric) : epoch.ValueOf(metric);

    /// <summary>Returns the metric of results on one data set; NaN if it was not measured.</summary>
    public static double Read(this TrainingMetric metric, EvaluationResult? result, MetricValues? values) => metric.OnTraining() switch
    {
        TrainingMetric.Loss => result?.Loss,
        TrainingMetric.Accuracy => result?.Accuracy,
        TrainingMetric.MeanAbsoluteError => result?.MeanAbsoluteError,
        TrainingMetric.TopKAccuracy => values?.TopKAccuracy,
        TrainingMetric.Precision => values?.Precision,
        TrainingMetric.Recall => values?.Recall,
        TrainingMetric.F1Score => values?.F1Score,
        TrainingMetric.AreaUnderRocCurve => values?.AreaUnderRocCurve,
        _ => values?.RSquared,
    } ?? double.NaN;

    /// <summary>Returns what kind of loss the metric needs, in words; null if it can be measured with <paramref name="loss"/>.</summary>
    public static string? NeededLoss(this TrainingMetric metric, LossSpec loss) => metric.OnTraining() switch
    {
        TrainingMetric.Loss => null,
        TrainingMetric.MeanAbsoluteError or TrainingMetric.RSquared => loss.IsClassification ? "a regression loss" : null,
        TrainingMetric.TopKAccuracy => loss is CategoricalCrossEntropy ? null : nameof(CategoricalCrossEntropy),
        _ => loss.IsClassification ? null : "a classification loss",
    };

    /// <summary>Returns the name of the metric in sentences, without its data set.</summary>
    public static string DisplayName(this TrainingMetric metric, int topK) => metric.OnTraining() switch
    {
        TrainingMetric.Loss => "loss",
        TrainingMetric.Accuracy => "accuracy",
        TrainingMetric.MeanAbsoluteError => "mean absolute error",
        TrainingMetric.TopKAccuracy => $"top-{topK} accuracy",
        TrainingMetric.Precision => "precision",
        TrainingMetric.Recall => "recall",
        TrainingMetric.F1Score => "F1 score",
        TrainingMetric.AreaUnderRocCurve => "area under the ROC curve",
        _ => "R squared",
    };

    /// <summary>Returns the name of the metric's column in CSV files: Keras's, where it has the metric.</summary>
    public static string ColumnName(this TrainingMetric metric)
    {
        string name = metric.OnTraining() switch
        {
            TrainingMetric.Loss => "loss",
            TrainingMetric.Accuracy => "accuracy",
            TrainingMetric.MeanAbsoluteError => "mean_absolute_error",
            TrainingMetric.TopKAccuracy => "top_k_accuracy",
            TrainingMetric.Precision => "precision",
            TrainingMetric.Recall => "recall",
            TrainingMetric.F1Score => "f1_score",
            TrainingMetric.AreaUnderRocCurve => "auc",
            _ => "r_squared",
        };
        return metric.IsValidation() ? $"val_{name}" : name;
    }
}
