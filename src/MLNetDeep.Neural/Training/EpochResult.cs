using System.Text.Json.Serialization;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The results of one training epoch.</summary>
/// <param name="Epoch">The number of the epoch, counted from 1.</param>
/// <param name="Batches">The number of batches in this epoch.</param>
/// <param name="Training">The result over the epoch's training rows. Each batch is measured before its step, with dropout on.</param>
/// <param name="Validation">The result on the validation data at the end of the epoch; null without validation data.</param>
/// <param name="Duration">The duration of the epoch, including validation.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
public sealed record EpochResult(
    int Epoch, long Batches, EvaluationResult Training, EvaluationResult? Validation, TimeSpan Duration, double LearningRate)
{
    /// <summary>
    /// Whether the training ended within this epoch: a callback or <see cref="FitOptions.StopToken"/> stopped it, or
    /// <see cref="FitOptions.Iterations"/> was reached.
    /// </summary>
    /// <remarks>
    /// Only the last epoch of a training can be partial. A training that resumes from its checkpoint continues this epoch and reports it
    /// again as a whole.
    /// </remarks>
    [JsonIgnore]
    public bool IsPartial { get; init; }

    /// <summary>The metrics of <see cref="FitOptions.Metrics"/> on the training data; null if none was asked for.</summary>
    public MetricValues? TrainingMetrics { get; init; }

    /// <summary>The metrics of <see cref="FitOptions.Metrics"/> on the validation data; null if none was asked for.</summary>
    public MetricValues? ValidationMetrics { get; init; }

    /// <summary>Returns the value of a metric; NaN if it was not measured.</summary>
    /// <param name="metric">The metric.</param>
    public double ValueOf(TrainingMetric metric)
    {
        Guard.Defined(metric, nameof(metric));
        return metric.IsValidation() ? metric.Read(Validation, ValidationMetrics) : metric.Read(Training, TrainingMetrics);
    }
}
