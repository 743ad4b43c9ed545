using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Ends a training when a metric has stopped getting better. Data only, validated when set; compared by value.</summary>
/// <remarks>
/// As Keras's <c>EarlyStopping</c>. With <see cref="RestoreBestWeights"/> the best weights are restored when the training ends, whether
/// early or not.
/// </remarks>
/// <example><code>new FitOptions { Epochs = 100, ValidationSplit = 0.2, EarlyStopping = new() { Patience = 5, RestoreBestWeights = true } }</code></example>
public sealed record EarlyStopping
{
    /// <summary>The default of <see cref="Monitor"/>.</summary>
    public const TrainingMetric DefaultMonitor = TrainingMetric.ValidationLoss;

    /// <summary>The default of <see cref="Patience"/>.</summary>
    public const int DefaultPatience = 0;

    /// <summary>The default of <see cref="MinDelta"/>.</summary>
    public const double DefaultMinDelta = 0;

    /// <summary>What is watched. Default <see cref="TrainingMetric.ValidationLoss"/>; that needs validation data.</summary>
    public TrainingMetric Monitor
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Monitor), value, $"Monitor is {value}; accepted: a TrainingMetric.");
    } = DefaultMonitor;

    /// <summary>After how many epochs without improvement in a row the training ends. Default 0, which means the same as 1. Accepted: 0 or more.</summary>
    public int Patience
    {
        get;
        init => field = Guard.Accept(value >= 0, value, nameof(Patience), "0 or more");
    } = DefaultPatience;

    /// <summary>By how much more than this the metric must change to count as better. Default 0; accepted: 0 or more, finite.</summary>
    public double MinDelta
    {
        get;
        init => field = Guard.Accept(value >= 0 && double.IsFinite(value), value, nameof(MinDelta), "0 or more, finite");
    } = DefaultMinDelta;

    /// <summary>Whether the network gets the weights of the best epoch in the end. Default false: it keeps the last.</summary>
    public bool RestoreBestWeights { get; init; }

    internal bool NeedsValidation => Monitor >= TrainingMetric.ValidationLoss;

    /// <summary>The metric of an epoch, negated where higher is better; NaN where the loss has no such metric.</summary>
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
