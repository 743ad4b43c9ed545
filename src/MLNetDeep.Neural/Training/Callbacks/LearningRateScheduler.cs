using System.Text.Json;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Sets the learning rate at the beginning of each epoch. Same as Keras's <c>LearningRateScheduler</c>.</summary>
/// <remarks>
/// A schedule of the optimizer changes the rate with each batch; this callback changes it with each epoch. The optimizer's learning rate
/// must be a number, without decay; it is the rate that a function receives for the first epoch.
/// </remarks>
/// <example>
/// <code>
/// LearningRateScheduler halve = new(new StepDecay(0.1, stepSize: 10, factor: 0.5));
/// LearningRateScheduler fall = new((epoch, rate) => epoch &lt;= 10 ? rate : rate * 0.9);
/// </code>
/// </example>
public sealed class LearningRateScheduler : TrainingCallback
{
    private readonly Func<int, double, double> _schedule;
    private int _lastEpoch;

    /// <summary>Creates a callback that calls a function.</summary>
    /// <param name="schedule">
    /// Takes the epoch, counted from 1 (Keras counts from 0), and the rate of the epoch before; returns the rate of this epoch: 0 or more,
    /// finite.
    /// </param>
    public LearningRateScheduler(Func<int, double, double> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedule = schedule;
    }

    /// <summary>Creates a callback that uses a schedule, one step per epoch.</summary>
    /// <param name="schedule">The schedule. Its steps are epochs: the first epoch has the rate of step 0.</param>
    public LearningRateScheduler(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedule = (epoch, _) => schedule.At(epoch - 1);
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => _lastEpoch = 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The function returned a rate that is not accepted.</exception>
    public override void OnEpochBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // A training that resumes within an epoch already has the rate of this epoch.
        if (context.Epoch == _lastEpoch)
        {
            return;
        }

        _lastEpoch = context.Epoch;
        double rate = _schedule(context.Epoch, context.LearningRate);
        Guard.Accept(rate >= 0 && double.IsFinite(rate), rate, nameof(LearningRateScheduler), "rates of 0 or more, finite");
        context.LearningRateFactor = rate / context.Options.Optimizer.RateAt(0);
    }

    internal override void Check(FitOptions options)
    {
        if (options.Optimizer.LearningRate is not ConstantRate || options.Optimizer is Sgd { Decay: > 0 })
        {
            throw new ArgumentException(
                "LearningRateScheduler sets the rate of each epoch, so the optimizer's must be a number without decay: set Optimizer, for "
                    + $"example, to new Adam(0.001). It is {options.Optimizer}.",
                nameof(options));
        }
    }

    /// <inheritdoc/>
    protected internal override string? SaveState() =>
        JsonSerializer.Serialize(new SchedulerState(_lastEpoch), CallbackJsonContext.Default.SchedulerState);

    /// <inheritdoc/>
    protected internal override void RestoreState(string state) =>
        _lastEpoch = JsonSerializer.Deserialize(state, CallbackJsonContext.Default.SchedulerState)?.Epoch ?? 0;
}
