using System.Globalization;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Trainers;

/// <summary>Writes a line for each epoch to the log: losses and metrics on the training data and on the validation data.</summary>
/// <param name="channel">The log.</param>
/// <param name="fit">The options of the training.</param>
/// <param name="spec">The network.</param>
internal sealed class EpochLog(IChannel channel, FitOptions fit, NetworkSpec spec)
{
    private readonly TrainingMetric[] _metrics =
    [
        TrainingMetric.Loss,
        fit.LossFor(spec).IsClassification ? TrainingMetric.Accuracy : TrainingMetric.MeanAbsoluteError,
        .. fit.FurtherMetrics.Select(metric => metric.OnTraining()).Distinct(),
    ];

    /// <summary>Writes the line if an epoch has ended.</summary>
    public void Write(TrainingProgress progress)
    {
        if (!progress.IsEpochEnd)
        {
            return;
        }

        string training = Describe(progress.Training, progress.TrainingMetrics);
        string validation = progress.Validation is { } result ? $"; validation: {Describe(result, progress.ValidationMetrics)}" : "";
        channel.Info(MessageSensitivity.None, "Epoch {0} of {1}: {2}{3}.", progress.Epoch, progress.Epochs, training, validation);
    }

    private string Describe(EvaluationResult result, MetricValues? values) => string.Join(
        ", ",
        _metrics.Select(metric => (Name: metric.DisplayName(fit.TopK), Metric: metric, Value: metric.Read(result, values)))
            .Where(item => !double.IsNaN(item.Value))
            .Select(item => $"{item.Name} {item.Value.ToString(Format(item.Metric), CultureInfo.InvariantCulture)}"));

    private static string Format(TrainingMetric metric) => metric is TrainingMetric.Loss or TrainingMetric.MeanAbsoluteError ? "G4" : "F4";
}
