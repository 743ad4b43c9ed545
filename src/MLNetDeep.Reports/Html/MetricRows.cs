using System.Globalization;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Html;

/// <summary>Lists the metrics of ML.NET with what they mean, the most important ones first.</summary>
internal static class MetricRows
{
    public static IReadOnlyList<MetricRow> Of(MulticlassClassificationMetrics metrics)
    {
        List<MetricRow> rows =
        [
            new(nameof(metrics.MicroAccuracy), "Accuracy", metrics.MicroAccuracy,
                "The fraction of rows whose class is predicted.", IsMain: true),
            new(nameof(metrics.MacroAccuracy), "Macro accuracy", metrics.MacroAccuracy, "The mean of the accuracies of the classes."),
            new(nameof(metrics.LogLoss), "Log-loss", metrics.LogLoss,
                "The mean of −ln p, where p is the probability of the true class. Less is better.", IsMain: true),
            new(nameof(metrics.LogLossReduction), "Log-loss reduction", metrics.LogLossReduction,
                "The part of the log-loss of a prediction by class frequencies that the model saves. 1 is perfect."),
        ];
        if (metrics.TopKPredictionCount > 1)
        {
            rows.Add(new(
                nameof(metrics.TopKAccuracy),
                string.Create(CultureInfo.InvariantCulture, $"Top-{metrics.TopKPredictionCount} accuracy"),
                metrics.TopKAccuracy, $"The fraction of rows whose class is among the {metrics.TopKPredictionCount} most probable ones."));
        }

        return rows;
    }

    public static IReadOnlyList<MetricRow> Of(BinaryClassificationMetrics metrics)
    {
        List<MetricRow> rows =
        [
            new(nameof(metrics.Accuracy), "Accuracy", metrics.Accuracy, "The fraction of rows whose class is predicted.", IsMain: true),
            new(nameof(metrics.AreaUnderRocCurve), "Area under the ROC curve", metrics.AreaUnderRocCurve,
                "The probability that a row of the positive class scores higher than one of the negative class.", IsMain: true),
            new(nameof(metrics.AreaUnderPrecisionRecallCurve), "Area under the precision-recall curve",
                metrics.AreaUnderPrecisionRecallCurve,
                "The mean precision over all recalls."),
            new(nameof(metrics.F1Score), "F1 score", metrics.F1Score, "The harmonic mean of precision and recall."),
            new(nameof(metrics.PositivePrecision), "Precision", metrics.PositivePrecision,
                "The fraction of rows predicted positive that are positive."),
            new(nameof(metrics.PositiveRecall), "Recall", metrics.PositiveRecall,
                "The fraction of positive rows that are predicted positive."),
            new(nameof(metrics.NegativePrecision), "Negative precision", metrics.NegativePrecision,
                "The fraction of rows predicted negative that are negative."),
            new(nameof(metrics.NegativeRecall), "Negative recall", metrics.NegativeRecall,
                "The fraction of negative rows that are predicted negative."),
        ];
        if (metrics is CalibratedBinaryClassificationMetrics calibrated)
        {
            rows.AddRange(
            [
                new(nameof(calibrated.LogLoss), "Log-loss", calibrated.LogLoss,
                    "The mean of −log₂ p in bits, where p is the probability of the true class. Less is better."),
                new(nameof(calibrated.LogLossReduction), "Log-loss reduction", calibrated.LogLossReduction,
                    "The part of the log-loss of a prediction by class frequencies that the model saves. 1 is perfect."),
            ]);
        }

        return rows;
    }

    public static IReadOnlyList<MetricRow> Of(RegressionMetrics metrics) =>
    [
        new(nameof(metrics.RSquared), "R²", metrics.RSquared,
            "The part of the label's variance that the model explains. 1 is perfect.", IsMain: true),
        new(nameof(metrics.RootMeanSquaredError), "Root mean squared error", metrics.RootMeanSquaredError,
            "In the label's unit; large errors count more.", IsMain: true),
        new(nameof(metrics.MeanAbsoluteError), "Mean absolute error", metrics.MeanAbsoluteError, "In the label's unit."),
        new(nameof(metrics.MeanSquaredError), "Mean squared error", metrics.MeanSquaredError, "In the square of the label's unit."),
    ];
}
