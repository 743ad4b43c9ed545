using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural.Training;

/// <summary>Formats the results of epochs as CSV: see <see cref="TrainingHistory.ToCsv"/>.</summary>
/// <param name="furtherMetrics">The metrics that have a column besides loss, accuracy and mean absolute error.</param>
internal sealed class HistoryCsv(ImmutableArray<TrainingMetric> furtherMetrics)
{
    private static readonly TrainingMetric[] s_standardMetrics =
    [
        TrainingMetric.Loss, TrainingMetric.Accuracy, TrainingMetric.MeanAbsoluteError,
        TrainingMetric.ValidationLoss, TrainingMetric.ValidationAccuracy, TrainingMetric.ValidationMeanAbsoluteError,
    ];

    private readonly TrainingMetric[] _metrics = [.. s_standardMetrics, .. furtherMetrics];

    /// <summary>The first line, with its end.</summary>
    public string Header => $"epoch,batches,learning_rate,{string.Join(',', _metrics.Select(metric => metric.ColumnName()))},seconds\n";

    /// <summary>Returns a line for each epoch.</summary>
    public string Rows(IEnumerable<EpochResult> epochs)
    {
        StringBuilder text = new();
        foreach (EpochResult epoch in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Batches},{Format(epoch.LearningRate)},");
            text.AppendJoin(',', _metrics.Select(metric => Format(epoch.ValueOf(metric))));
            text.Append(CultureInfo.InvariantCulture, $",{epoch.Duration.TotalSeconds:F3}\n");
        }

        return text.ToString();
    }

    private static string Format(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
