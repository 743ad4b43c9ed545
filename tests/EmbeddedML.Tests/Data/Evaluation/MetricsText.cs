using System.Globalization;
using System.Text;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Writes metrics as text, one "name: values" line for each and then the confusion table.</summary>
internal static class MetricsText
{
    public static string Write(MulticlassClassificationMetrics metrics) => new StringBuilder()
        .Line("micro accuracy", metrics.MicroAccuracy)
        .Line("macro accuracy", metrics.MacroAccuracy)
        .Line("log-loss", metrics.LogLoss)
        .Line("log-loss reduction", metrics.LogLossReduction)
        .Line("log-loss of classes", [.. metrics.PerClassLogLoss])
        .Line("top " + metrics.TopKPredictionCount, metrics.TopKAccuracy)
        .Line("top 1..K", [.. metrics.TopKAccuracyForAllK ?? []])
        .Confusion(metrics.ConfusionMatrix)
        .ToString();

    public static string Write(BinaryClassificationMetrics metrics)
    {
        StringBuilder text = new StringBuilder()
            .Line("area under roc curve", metrics.AreaUnderRocCurve)
            .Line("area under precision-recall curve", metrics.AreaUnderPrecisionRecallCurve)
            .Line("accuracy", metrics.Accuracy)
            .Line("positive precision, recall", metrics.PositivePrecision, metrics.PositiveRecall)
            .Line("negative precision, recall", metrics.NegativePrecision, metrics.NegativeRecall)
            .Line("f1", metrics.F1Score);
        if (metrics is CalibratedBinaryClassificationMetrics calibrated)
        {
            text.Line("log-loss", calibrated.LogLoss)
                .Line("log-loss reduction", calibrated.LogLossReduction)
                .Line("entropy", calibrated.Entropy);
        }
        return text.Confusion(metrics.ConfusionMatrix).ToString();
    }

    public static string Write(RegressionMetrics metrics) => new StringBuilder()
        .Line("mean absolute error", metrics.MeanAbsoluteError)
        .Line("mean squared error", metrics.MeanSquaredError)
        .Line("root mean squared error", metrics.RootMeanSquaredError)
        .Line("loss", metrics.LossFunction)
        .Line("r squared", metrics.RSquared)
        .ToString();

    private static StringBuilder Confusion(this StringBuilder text, ConfusionMatrix matrix)
    {
        text.Line("precision", [.. matrix.PerClassPrecision]).Line("recall", [.. matrix.PerClassRecall]);
        for (int i = 0; i < matrix.NumberOfClasses; i++)
            text.Line("counts", [.. matrix.Counts[i]]);
        return text.Append(matrix.GetFormattedConfusionTable());
    }

    private static StringBuilder Line(this StringBuilder text, string name, params double[] values)
    {
        text.Append(name).Append(':');
        foreach (double value in values)
            text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture));
        return text.Append('\n');
    }
}
