using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Html;

/// <summary>Draws the curves of a training, and of a learning-rate range test.</summary>
internal static class TrainingPictures
{
    public static IReadOnlyList<Picture> Draw(TrainingHistory? history, LearningRateRangeResult? range) =>
    [
        .. history is null || history.Epochs.IsEmpty ? [] : Draw(history),
        .. range is null ? [] : (Picture[])[Pictures.LearningRateRange(range)],
    ];

    private static IEnumerable<Picture> Draw(TrainingHistory history)
    {
        if (history.Epochs.Any(epoch => IsFinite(epoch, TrainingMetric.Loss) || IsFinite(epoch, TrainingMetric.ValidationLoss)))
        {
            yield return Pictures.Loss(history, history.KeptEpoch);
        }

        if (history.Epochs.Any(epoch => Enum.GetValues<TrainingMetric>().Except([TrainingMetric.Loss, TrainingMetric.ValidationLoss])
            .Any(metric => IsFinite(epoch, metric))))
        {
            yield return Pictures.Metrics(history, history.KeptEpoch);
        }

        yield return Pictures.LearningRate(history, history.KeptEpoch);
    }

    private static bool IsFinite(EpochResult epoch, TrainingMetric metric) => double.IsFinite(epoch.ValueOf(metric));
}
