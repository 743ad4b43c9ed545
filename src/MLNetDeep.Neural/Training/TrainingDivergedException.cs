namespace MLNetDeep.Neural;

/// <summary>Thrown when the training loss or the weights become NaN or infinite.</summary>
/// <remarks>
/// <para>The loss is checked before each step, and the step is not taken. Where the results of steps are read later
/// (<see cref="ITrainingSession.ResultDelay"/>), the steps after it that have begun are dropped. The weights and the optimizer's state are
/// checked at the end of each epoch of 16 batches or more (with <see cref="FitOptions.GradientExchange"/>, of each epoch), when the training
/// ends, and before they are validated, read, kept as the best or written to a checkpoint.</para>
/// <para>The network's weights are always finite afterwards. They are the weights before the batch with that loss, or up to
/// <see cref="ITrainingSession.ResultDelay"/> batches earlier. If those are not finite either, they are the last finite weights that the
/// network had: those before the training, or those that a callback, a checkpoint or a reader last saw.</para>
/// </remarks>
public sealed class TrainingDivergedException : Exception
{
    private const string Advice = "Try a smaller learning rate, scale the features to about -1 to 1, clip the gradients with GlobalClipNorm, "
        + "and look for NaN, infinite or very large values in the data.";

    internal TrainingDivergedException(double loss, int epoch, long batch)
        : this($"The loss became {loss} in epoch {epoch}, batch {batch}.", epoch, batch)
    {
    }

    private TrainingDivergedException(string problem, int epoch, long batch)
        : base($"{problem} {Advice}")
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, counted from 1.</summary>
    public long Batch { get; }

    /// <summary>The trainer that threw the exception: a callback may train other networks, whose exceptions are none of this training.</summary>
    internal BatchTrainer? Trainer { get; init; }

    /// <summary>Whether all ranks of an exchange throw this exception at the same place in the training, whatever the others find alone.</summary>
    internal bool IsThrownInAllRanks { get; private init; }

    internal static TrainingDivergedException ForLocalSteps(BatchTrainer trainer)
    {
        (int epoch, long batch) = trainer.Position;
        return new($"The loss of a rank became NaN or infinite by epoch {epoch}, batch {batch}.", epoch, batch)
        {
            Trainer = trainer, IsThrownInAllRanks = true,
        };
    }

    internal static TrainingDivergedException ForWeights(BatchTrainer trainer)
    {
        (int epoch, long batch) = trainer.Position;
        return new($"The weights or the optimizer's state became NaN or infinite by epoch {epoch}, batch {batch}.", epoch, batch) { Trainer = trainer };
    }
}
