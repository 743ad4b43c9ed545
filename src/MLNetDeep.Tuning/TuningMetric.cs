using Microsoft.ML;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Tuning;

/// <summary>What a search minimises or maximises: a number that ML.NET's evaluators, or code of your own, compute from scored rows.</summary>
/// <example>
/// <code>
/// TuningMetric top3 = new("top-3 accuracy", isHigherBetter: true,
///     (ml, scored) => ml.MulticlassClassification.Evaluate(scored, topKPredictionCount: 3).TopKAccuracy);
/// </code>
/// </example>
public sealed class TuningMetric
{
    private readonly Func<MLContext, IDataView, string, double> _evaluate;

    /// <summary>Creates a metric of your own.</summary>
    /// <param name="name">The name, in tables and in the journal.</param>
    /// <param name="isHigherBetter">Whether higher values are better.</param>
    /// <param name="evaluate">
    /// Computes the metric from the held-out rows that a trial's model has scored. Called by several threads at once where trials run in
    /// parallel. A result that is NaN or infinite counts as a failure of the trial.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TuningMetric(string name, bool isHigherBetter, Func<MLContext, IDataView, double> evaluate)
    {
        Name = Guard.Name(name, nameof(name));
        IsHigherBetter = isHigherBetter;
        ArgumentNullException.ThrowIfNull(evaluate);
        _evaluate = (ml, scored, _) => evaluate(ml, scored);
    }

    private TuningMetric(string name, Func<MLContext, IDataView, string, double> evaluate, bool isHigherBetter = true) =>
        (Name, _evaluate, IsHigherBetter) = (name, evaluate, isHigherBetter);

    /// <summary>Several classes: the fraction of rows that are predicted right.</summary>
    public static TuningMetric MicroAccuracy { get; } =
        new("micro accuracy", (ml, scored, label) => ml.MulticlassClassification.Evaluate(scored, label).MicroAccuracy);

    /// <summary>Several classes: the mean over the classes of the fraction of their rows that are predicted right.</summary>
    public static TuningMetric MacroAccuracy { get; } =
        new("macro accuracy", (ml, scored, label) => ml.MulticlassClassification.Evaluate(scored, label).MacroAccuracy);

    /// <summary>Several classes: the mean of -ln of the probability that the model gives to the true class. Lower is better.</summary>
    public static TuningMetric LogLoss { get; } =
        new("log-loss", (ml, scored, label) => ml.MulticlassClassification.Evaluate(scored, label).LogLoss, isHigherBetter: false);

    /// <summary>Two classes: the fraction of rows that are predicted right.</summary>
    public static TuningMetric BinaryAccuracy { get; } =
        new("accuracy", (ml, scored, label) => ml.BinaryClassification.EvaluateNonCalibrated(scored, label).Accuracy);

    /// <summary>Two classes: the mean of -log₂ of the probability that the model gives to the true class. Lower is better.</summary>
    public static TuningMetric BinaryLogLoss { get; } =
        new("log-loss", (ml, scored, label) => ml.BinaryClassification.Evaluate(scored, label).LogLoss, isHigherBetter: false);

    /// <summary>Two classes: the area under the ROC curve.</summary>
    public static TuningMetric AreaUnderRocCurve { get; } =
        new("area under the ROC curve", (ml, scored, label) => ml.BinaryClassification.EvaluateNonCalibrated(scored, label).AreaUnderRocCurve);

    /// <summary>Two classes: the area under the curve of precision and recall.</summary>
    public static TuningMetric AreaUnderPrecisionRecallCurve { get; } = new(
        "area under the precision-recall curve",
        (ml, scored, label) => ml.BinaryClassification.EvaluateNonCalibrated(scored, label).AreaUnderPrecisionRecallCurve);

    /// <summary>Two classes: the harmonic mean of precision and recall.</summary>
    public static TuningMetric F1Score { get; } =
        new("F1 score", (ml, scored, label) => ml.BinaryClassification.EvaluateNonCalibrated(scored, label).F1Score);

    /// <summary>Numbers: the share of the variance that the model explains, at most 1.</summary>
    public static TuningMetric RSquared { get; } = new("R squared", (ml, scored, label) => ml.Regression.Evaluate(scored, label).RSquared);

    /// <summary>Numbers: the root of the mean squared error. Lower is better.</summary>
    public static TuningMetric RootMeanSquaredError { get; } = new(
        "root mean squared error", (ml, scored, label) => ml.Regression.Evaluate(scored, label).RootMeanSquaredError, isHigherBetter: false);

    /// <summary>Numbers: the mean absolute error. Lower is better.</summary>
    public static TuningMetric MeanAbsoluteError { get; } =
        new("mean absolute error", (ml, scored, label) => ml.Regression.Evaluate(scored, label).MeanAbsoluteError, isHigherBetter: false);

    /// <summary>The name, such as <c>micro accuracy</c>.</summary>
    public string Name { get; }

    /// <summary>Whether higher values are better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal double Evaluate(MLContext ml, IDataView scored, string label) => _evaluate(ml, scored, label);

    /// <summary>Returns the value, negated if higher is better: lower costs are better.</summary>
    internal double Cost(double value) => IsHigherBetter ? -value : value;
}
