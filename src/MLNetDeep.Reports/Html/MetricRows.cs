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
                "The fraction of rows whose class is predicted correctly.", IsMain: true),
            new(nameof(metrics.MacroAccuracy), "Macro accuracy", metrics.MacroAccuracy, "The accuracy of each class, averaged; every class counts the same."),
            new(nameof(metrics.LogLoss), "Log-loss", metrics.LogLoss,
                "The mean of −ln p, where p is the probability of the true class. Lower is better.", IsMain: true),
            new(nameof(metrics.LogLossReduction), "Log-loss reduction", metrics.LogLossReduction,
                "How much lower the log-loss is than if each class were predicted with its frequency: 1 is perfect, 0 is no better."),
        ];
        if (metrics.TopKPredictionCount > 1)
        {
            rows.Add(new(
                nameof(metrics.TopKAccuracy),
                string.Create(CultureInfo.InvariantCulture, $"Top-{metrics.TopKPredictionCount} accuracy"),
                metrics.TopKAccuracy, $"The fraction of rows whose class is among the {metrics.TopKPredictionCount} with the highest probabilities."));
        }

        return rows;
    }

    public static IReadOnlyList<MetricRow> Of(BinaryClassificationMetrics metrics)
    {
        List<MetricRow> rows =
        [
            new(nameof(metrics.Accuracy), "Accuracy", metrics.Accuracy, "The fraction of rows whose class is predicted correctly.", IsMain: true),
            new(nameof(metrics.AreaUnderRocCurve), "Area under the ROC curve", metrics.AreaUnderRocCurve,
                "The probability that a row of the positive class scores higher than one of the negative class.", IsMain: true),
            new(nameof(metrics.AreaUnderPrecisionRecallCurve), "Area under the precision-recall curve",
                metrics.AreaUnderPrecisionRecallCurve,
                "The precision, averaged over all values of recall. 1 is best."),
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
                    "The mean of −log₂ p in bits, where p is the probability of the true class. Lower is better."),
                new(nameof(calibrated.LogLossReduction), "Log-loss reduction", calibrated.LogLossReduction,
                    "How much lower the log-loss is than if each class were predicted with its frequency: 1 is perfect, 0 is no better."),
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
