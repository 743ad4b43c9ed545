using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Formats ML.NET's metrics for binary classifiers as text.</summary>
internal static class MetricsText
{
    /// <summary>Writes all metrics and the confusion table to the output.</summary>
    public static void Write(TextWriter output, CalibratedBinaryClassificationMetrics metrics)
    {
        output.WriteLine($"Accuracy:                          {metrics.Accuracy:F4}");
        output.WriteLine($"Area under ROC curve:              {metrics.AreaUnderRocCurve:F4}");
        output.WriteLine($"Area under precision-recall curve: {metrics.AreaUnderPrecisionRecallCurve:F4}");
        output.WriteLine($"F1 score:                          {metrics.F1Score:F4}");
        output.WriteLine($"Positive precision, recall:        {metrics.PositivePrecision:F4}, {metrics.PositiveRecall:F4}");
        output.WriteLine($"Negative precision, recall:        {metrics.NegativePrecision:F4}, {metrics.NegativeRecall:F4}");
        output.WriteLine($"Log-loss:                          {metrics.LogLoss:F4}");
        output.WriteLine($"Log-loss reduction:                {metrics.LogLossReduction:F4}");
        output.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
    }
}
