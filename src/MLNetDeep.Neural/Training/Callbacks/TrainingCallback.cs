namespace MLNetDeep.Neural;

/// <summary>Is told of a training as it goes, and may look at the network, stop the training or make checkpoints.</summary>
/// <remarks>
/// All calls come on the thread that trains. An exception ends the training and passes on; the network has the weights trained so far.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Before the first epoch.</summary>
    /// <param name="context">The training.</param>
    public virtual void OnTrainBegin(TrainingContext context)
    {
    }

    /// <summary>Before the first batch of an epoch (in a resumed training, the first one still to be done).</summary>
    /// <param name="context">The training.</param>
    public virtual void OnEpochBegin(TrainingContext context)
    {
    }

    /// <summary>After each batch.</summary>
    /// <param name="context">The training.</param>
    /// <param name="progress">How far it has come.</param>
    public virtual void OnBatchEnd(TrainingContext context, TrainingProgress progress)
    {
    }

    /// <summary>After each epoch and its validation.</summary>
    /// <param name="context">The training.</param>
    /// <param name="result">What the epoch gave.</param>
    public virtual void OnEpochEnd(TrainingContext context, EpochResult result)
    {
    }

    /// <summary>After the last epoch, before the best weights are restored. Not called when an exception ends the training.</summary>
    /// <param name="context">The training.</param>
    public virtual void OnTrainEnd(TrainingContext context)
    {
    }
}
