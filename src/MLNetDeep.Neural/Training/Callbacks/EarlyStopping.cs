using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Ends the training when a metric stops improving.</summary>
/// <remarks>
/// Same as Keras's <c>EarlyStopping</c>. <see cref="RestoreBestWeights"/> also applies if the training runs to its last epoch.
/// Values are validated when set; instances are compared by value.
/// </remarks>
/// <example>
/// <code>
/// EarlyStopping stopping = new() { Patience = 5, RestoreBestWeights = true };
/// FitOptions options = new() { Epochs = 100, ValidationSplit = 0.2, EarlyStopping = stopping };
/// </code>
/// </example>
public sealed record EarlyStopping
{
    /// <summary>The default of <see cref="Monitor"/>.</summary>
    public const TrainingMetric DefaultMonitor = TrainingMetric.ValidationLoss;

    /// <summary>The default of <see cref="Patience"/>.</summary>
    public const int DefaultPatience = 0;

    /// <summary>The default of <see cref="MinDelta"/>.</summary>
    public const double DefaultMinDelta = 0;

    /// <summary>The metric to monitor.</summary>
    /// <remarks>Default <see cref="TrainingMetric.ValidationLoss"/>. Validation metrics need validation data.</remarks>
    public TrainingMetric Monitor
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Monitor), value, $"Monitor is {value}; accepted: a value of TrainingMetric.");
    } = DefaultMonitor;

    /// <summary>The number of consecutive epochs without improvement after which the training ends.</summary>
    /// <remarks>Default 0, which has the same effect as 1. Accepted: 0 or more.</remarks>
    public int Patience
    {
        get;
        init => field = Guard.Accept(value >= 0, value, nameof(Patience), "0 or more");
    } = DefaultPatience;

    /// <summary>The minimum improvement: a change of the metric must exceed it to count.</summary>
    /// <remarks>Default 0; accepted: 0 or more, finite.</remarks>
    public double MinDelta
    {
        get;
        init => field = Guard.Accept(value >= 0 && double.IsFinite(value), value, nameof(MinDelta), "0 or more, finite");
    } = DefaultMinDelta;

    /// <summary>Whether the network receives the weights of the best epoch when the training ends, early or not.</summary>
    /// <remarks>Default false: the network keeps the last weights.</remarks>
    public bool RestoreBestWeights { get; init; }

    internal bool NeedsValidation => Monitor >= TrainingMetric.ValidationLoss;

    /// <summary>Returns the metric of an epoch, negated if higher is better; NaN if the metric does not exist for the loss.</summary>
    internal double Cost(EpochResult epoch) => Monitor switch
    {
        TrainingMetric.Loss => epoch.Training.Loss,
        TrainingMetric.Accuracy => -epoch.Training.Accuracy,
        TrainingMetric.MeanAbsoluteError => epoch.Training.MeanAbsoluteError,
        TrainingMetric.ValidationLoss => epoch.Validation!.Value.Loss,
        TrainingMetric.ValidationAccuracy => -epoch.Validation!.Value.Accuracy,
        _ => epoch.Validation!.Value.MeanAbsoluteError,
    };
}
