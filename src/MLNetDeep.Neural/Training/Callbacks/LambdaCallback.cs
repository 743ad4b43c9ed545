namespace MLNetDeep.Neural;

/// <summary>A callback made of lambdas. Same as Keras's <c>LambdaCallback</c>.</summary>
/// <example>
/// <code>
/// LambdaCallback print = new((context, epoch) => Console.WriteLine($"{epoch.Epoch}: {epoch.Training.Loss}"));
/// </code>
/// </example>
public sealed class LambdaCallback : TrainingCallback
{
    /// <summary>Creates a callback that runs after each epoch.</summary>
    /// <param name="epochEnd">See <see cref="EpochEnd"/>. Default null: nothing runs after an epoch.</param>
    public LambdaCallback(Action<TrainingContext, EpochResult>? epochEnd = null)
    {
        EpochEnd = epochEnd;
    }

    /// <summary>Runs before the first epoch. Default null: nothing.</summary>
    public Action<TrainingContext>? TrainBegin { get; init; }

    /// <summary>Runs before the first batch of each epoch. Default null: nothing.</summary>
    public Action<TrainingContext>? EpochBegin { get; init; }

    /// <summary>Runs after each batch. Default null: nothing.</summary>
    public Action<TrainingContext, TrainingProgress>? BatchEnd { get; init; }

    /// <summary>Runs after each epoch and its validation. Default null: nothing.</summary>
    public Action<TrainingContext, EpochResult>? EpochEnd { get; init; }

    /// <summary>Runs after the last epoch. Default null: nothing.</summary>
    public Action<TrainingContext>? TrainEnd { get; init; }

    /// <summary>Runs when the training diverges, before <c>Fit</c> throws. Default null: nothing.</summary>
    public Action<TrainingContext, TrainingDivergedException>? Diverged { get; init; }

    /// <summary>Runs when an exception ends the training. Default null: nothing.</summary>
    public Action<TrainingContext, Exception>? TrainFailed { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => TrainBegin?.Invoke(context);

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context) => EpochBegin?.Invoke(context);

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => BatchEnd?.Invoke(context, progress);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochResult result) => EpochEnd?.Invoke(context, result);

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context) => TrainEnd?.Invoke(context);

    /// <inheritdoc/>
    public override void OnDiverged(TrainingContext context, TrainingDivergedException divergence) => Diverged?.Invoke(context, divergence);

    /// <inheritdoc/>
    public override void OnTrainFailed(TrainingContext context, Exception exception) => TrainFailed?.Invoke(context, exception);
}
