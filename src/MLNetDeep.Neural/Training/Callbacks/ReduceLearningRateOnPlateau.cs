using System.Globalization;
using System.Text.Json;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Lowers the learning rate when a metric stops improving. Same as Keras's <c>ReduceLROnPlateau</c>.</summary>
/// <remarks>
/// <para>After <see cref="Patience"/> epochs in a row without an improvement by more than <see cref="MinDelta"/>, the rate is multiplied by
/// <see cref="Factor"/>, but does not fall below <see cref="MinLearningRate"/>. The next <see cref="Cooldown"/> epochs then do not count
/// as epochs without improvement. Whether higher or lower values are better follows from the metric.</para>
/// <para>The optimizer may have a schedule; its rates are then multiplied too. Checkpoints keep the reduced rate, and the best value and
/// counts as well. If the callback's options or the number of validation rows differ in the resumed training, the reduced rate stays, and
/// the rest begins anew.</para>
/// </remarks>
/// <example>
/// <code>
/// ReduceLearningRateOnPlateau reduce = new() { Factor = 0.5, Patience = 3, MinLearningRate = 1e-5 };
/// FitOptions options = new() { Epochs = 100, ValidationSplit = 0.2, Callbacks = [reduce] };
/// </code>
/// </example>
public sealed class ReduceLearningRateOnPlateau : TrainingCallback
{
    /// <summary>The default of <see cref="Monitor"/>.</summary>
    public const TrainingMetric DefaultMonitor = TrainingMetric.ValidationLoss;

    /// <summary>The default of <see cref="Factor"/>, as in Keras.</summary>
    public const double DefaultFactor = 0.1;

    /// <summary>The default of <see cref="Patience"/>, as in Keras.</summary>
    public const int DefaultPatience = 10;

    /// <summary>The default of <see cref="MinDelta"/>, as in Keras.</summary>
    public const double DefaultMinDelta = 1e-4;

    private double _lowestCost = BestValue.NoCost;
    private int _epochsSinceBest;
    private int _cooldownLeft;

    /// <summary>The metric to monitor.</summary>
    /// <remarks>Default <see cref="TrainingMetric.ValidationLoss"/>. Validation metrics need validation data.</remarks>
    public TrainingMetric Monitor
    {
        get;
        init => field = Guard.Defined(value);
    } = DefaultMonitor;

    /// <summary>The number by which the rate is multiplied.</summary>
    /// <remarks>Default 0.1; accepted: above 0, below 1.</remarks>
    public double Factor
    {
        get;
        init => field = Guard.Accept(value is > 0 and < 1, value, nameof(Factor), "above 0, below 1");
    } = DefaultFactor;

    /// <summary>The number of consecutive epochs without improvement after which the rate is reduced.</summary>
    /// <remarks>Default 10; accepted: 0 or more. 0 has the same effect as 1.</remarks>
    public int Patience
    {
        get;
        init => field = Guard.NotNegative(value);
    } = DefaultPatience;

    /// <summary>The minimum improvement: a change of the metric must exceed it to count.</summary>
    /// <remarks>Default 0.0001; accepted: 0 or more, finite.</remarks>
    public double MinDelta
    {
        get;
        init => field = Guard.Accept(value >= 0 && double.IsFinite(value), value, nameof(MinDelta), "0 or more, finite");
    } = DefaultMinDelta;

    /// <summary>The number of epochs after a reduction in which epochs without improvement are not counted.</summary>
    /// <remarks>Default 0; accepted: 0 or more.</remarks>
    public int Cooldown
    {
        get;
        init => field = Guard.NotNegative(value);
    }

    /// <summary>The rate below which the callback does not go.</summary>
    /// <remarks>Default 0; accepted: 0 or more, finite.</remarks>
    public double MinLearningRate
    {
        get;
        init => field = Guard.Accept(value >= 0 && double.IsFinite(value), value, nameof(MinLearningRate), "0 or more, finite");
    }

    internal override TrainingMetric? MonitoredMetric => Monitor;

    private string OptionsText => string.Create(
        CultureInfo.InvariantCulture, $"{Monitor} {Factor:R} {Patience} {MinDelta:R} {Cooldown} {MinLearningRate:R}");

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) =>
        (_lowestCost, _epochsSinceBest, _cooldownLeft) = (BestValue.NoCost, 0, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(result);

        // A resumed training reports a partial epoch again, as a whole.
        if (result.IsPartial)
        {
            return;
        }

        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _epochsSinceBest = 0;
        }

        double cost = Monitor.Cost(result);
        if (BestValue.IsBetter(cost, _lowestCost, MinDelta))
        {
            (_lowestCost, _epochsSinceBest) = (cost, 0);
        }
        else if (_cooldownLeft == 0 && ++_epochsSinceBest >= Patience && context.LearningRate > MinLearningRate)
        {
            double rate = context.LearningRate;
            context.LearningRateFactor *= Math.Max(rate * Factor, MinLearningRate) / rate;
            (_cooldownLeft, _epochsSinceBest) = (Cooldown, 0);
        }
    }

    /// <inheritdoc/>
    protected internal override string? SaveState() => JsonSerializer.Serialize(
        new PlateauState(OptionsText, _lowestCost, _epochsSinceBest, _cooldownLeft), CallbackJsonContext.Default.PlateauState);

    /// <inheritdoc/>
    protected internal override void RestoreState(string state)
    {
        PlateauState? saved = JsonSerializer.Deserialize(state, CallbackJsonContext.Default.PlateauState);
        if (saved?.Options == OptionsText)
        {
            (_lowestCost, _epochsSinceBest, _cooldownLeft) = (saved.Best, saved.Wait, saved.Cooldown);
        }
    }
}
