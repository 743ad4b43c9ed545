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

    /// <summary>
    /// Returns the part of a file that a resumed training keeps: without the rows of the epochs that it trains again. Returns null if the
    /// file does not end in rows of the training of the checkpoint.
    /// </summary>
    public string? BeforeResumed(string text, TrainingCheckpoint checkpoint)
    {
        int completed = checkpoint.History.Length;
        int end = completed == 0 ? text.LastIndexOf('\n', Math.Max(0, text.Length - 2)) + 1 : EndOf(Rows(checkpoint.History[^1..]), text);
        string rest = text[Math.Max(0, end)..];

        // Within the first epoch, nothing but the number of batches tells that the row belongs to the checkpoint.
        bool isOfTraining = completed == 0
            ? rest.StartsWith(string.Create(CultureInfo.InvariantCulture, $"1,{checkpoint.Document.Batch},"), StringComparison.Ordinal)
            : end > 0 && rest.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => EpochOf(line) > completed);
        return isOfTraining ? text[..end] : null;
    }

    private static int EndOf(string row, string text)
    {
        int start = text.LastIndexOf('\n' + row, StringComparison.Ordinal);
        return start < 0 ? -1 : start + 1 + row.Length;
    }

    private static int EpochOf(string line) =>
        int.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : 0;

    private static string Format(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
