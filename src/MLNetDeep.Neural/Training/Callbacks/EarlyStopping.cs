using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Ends the training when a metric stops improving.</summary>
/// <remarks>
/// <para>Same as Keras's <c>EarlyStopping</c>. <see cref="RestoreBestWeights"/> also applies if the training runs to its last epoch.
/// Values are validated when set; instances are compared by value.</para>
/// <para>A checkpoint holds the best result and the best weights so far. A resumed training continues with them if <see cref="Monitor"/>,
/// <see cref="MinDelta"/>, <see cref="RestoreBestWeights"/>, the number of validation rows and, for a top-k accuracy, k are the same. Otherwise they mean nothing to
/// it, and early stopping begins anew: it knows only the epochs after the checkpoint. <see cref="Patience"/> may differ.</para>
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
    /// <remarks>
    /// Default <see cref="TrainingMetric.ValidationLoss"/>. Validation metrics need validation data, and metrics of classes or of numbers
    /// need such a loss. Training refuses a metric that it cannot measure. It computes the metric even if <see cref="FitOptions.Metrics"/>
    /// does not list it.
    /// </remarks>
    public TrainingMetric Monitor
    {
        get;
        init => field = Guard.Defined(value);
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
    /// <remarks>
    /// Default false: the network keeps the last weights. If true, a training that diverges after its first epoch ends without an
    /// exception: the network receives the weights of the best epoch, as in Keras, and <see cref="TrainingHistory.Divergence"/> says what
    /// happened.
    /// </remarks>
    public bool RestoreBestWeights { get; init; }
}
