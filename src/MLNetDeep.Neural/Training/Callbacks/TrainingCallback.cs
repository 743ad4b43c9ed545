namespace MLNetDeep.Neural;

/// <summary>Receives the events of a training.</summary>
/// <remarks>
/// A callback may read the network, stop the training and create checkpoints. All methods are called on the training thread. An exception
/// from a callback ends the training and reaches the caller of <c>Fit</c>. The network keeps the weights trained so far.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Called before the first epoch.</summary>
    /// <param name="context">The running training.</param>
    public virtual void OnTrainBegin(TrainingContext context)
    {
    }

    /// <summary>Called before the first batch of an epoch, or before the first remaining batch in a resumed training.</summary>
    /// <param name="context">The running training.</param>
    public virtual void OnEpochBegin(TrainingContext context)
    {
    }

    /// <summary>Called after each batch.</summary>
    /// <param name="context">The running training.</param>
    /// <param name="progress">The progress of the training.</param>
    public virtual void OnBatchEnd(TrainingContext context, TrainingProgress progress)
    {
    }

    /// <summary>Called after each epoch and its validation, and after the last epoch if the training ends within it.</summary>
    /// <remarks>Not called for an epoch that was stopped before its first batch. See <see cref="EpochResult.IsPartial"/>.</remarks>
    /// <param name="context">The running training.</param>
    /// <param name="result">The result of the epoch.</param>
    public virtual void OnEpochEnd(TrainingContext context, EpochResult result)
    {
    }

    /// <summary>Called after the last epoch, before the best weights are restored.</summary>
    /// <remarks>Not called if an exception ends the training.</remarks>
    /// <param name="context">The running training.</param>
    public virtual void OnTrainEnd(TrainingContext context)
    {
    }
}
