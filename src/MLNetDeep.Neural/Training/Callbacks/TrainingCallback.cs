namespace MLNetDeep.Neural;

/// <summary>Receives the events of a training.</summary>
/// <remarks>
/// A callback may read the network, stop the training and create checkpoints. All methods are called on the training thread. An exception
/// from a callback ends the training and reaches the caller of <c>Fit</c>. The network keeps the weights trained so far. A callback whose
/// own state changes during a training overrides <see cref="SaveState"/> and <see cref="RestoreState"/>, so that a resumed training goes on
/// as an uninterrupted one would, and resets its state in <see cref="OnTrainBegin"/>. With <see cref="FitOptions.GradientExchange"/>,
/// callbacks run in every rank; see <see cref="TrainingContext.IsMainProcess"/>.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>The name under which a checkpoint keeps this callback's state. Default: the name of the type.</summary>
    protected internal virtual string StateName => GetType().Name;

    /// <summary>The metric that this callback monitors; it is then measured, and a training that cannot measure it is refused.</summary>
    internal virtual TrainingMetric? MonitoredMetric => null;

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

    /// <summary>
    /// Whether <see cref="OnBatchEnd"/> reads the network, or creates a checkpoint, after this batch. Default false.
    /// </summary>
    /// <remarks>
    /// Needed only on a backend that reads the results of steps later, see <see cref="OnBatchEnd"/>, and with
    /// <see cref="FitOptions.LocalSteps"/>. If true, the training waits for the batch's result before it begins the next batch, so that the
    /// network is as it is after this batch, and averages the weights of the ranks: it must be true in all ranks or in none. So with
    /// <see cref="FitOptions.LocalSteps"/> all ranks need the same callbacks that override this method, in the same order; otherwise all throw
    /// before the first step.
    /// </remarks>
    /// <param name="batch">The batch within its epoch, counted from 1.</param>
    protected internal virtual bool ReadsNetworkAfter(long batch) => false;

    /// <summary>Called after each batch.</summary>
    /// <remarks>
    /// A backend on a device of its own may begin some steps before the result of the first of them is read; see
    /// <see cref="ITrainingSession.ResultDelay"/>. The training has then begun up to that many batches after the one that is reported. What
    /// the callback reads from the network has their steps, and so does a checkpoint that it creates, unless
    /// <see cref="ReadsNetworkAfter"/> returns true; a learning rate that it sets is used after them; and a training that it stops reports
    /// them before it ends. At the end of an epoch, all is as it is on the CPU.
    /// </remarks>
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
    /// <remarks>If an exception ends the training, <see cref="OnTrainFailed"/> is called instead.</remarks>
    /// <param name="context">The running training.</param>
    public virtual void OnTrainEnd(TrainingContext context)
    {
    }

    /// <summary>
    /// Called when the training diverges, before <c>Fit</c> throws. A callback that calls <see cref="TrainingContext.Stop"/> prevents the
    /// exception: <c>Fit</c> then returns, and the network keeps the last finite weights.
    /// </summary>
    /// <param name="context">The running training.</param>
    /// <param name="divergence">The exception to be thrown: it says where the training diverged.</param>
    public virtual void OnDiverged(TrainingContext context, TrainingDivergedException divergence)
    {
    }

    /// <summary>Called when an exception ends the training, before it reaches the caller of <c>Fit</c>.</summary>
    /// <remarks>
    /// The exception may come from the data, the backend, the progress or a callback, be a <see cref="TrainingDivergedException"/> after
    /// <see cref="OnDiverged"/>, or be an <see cref="OperationCanceledException"/>. Also called if a callback before this one threw in
    /// <see cref="OnTrainBegin"/>. An exception from this method is ignored, so that the first one is not lost.
    /// </remarks>
    /// <param name="context">The training.</param>
    /// <param name="exception">The exception that ends it.</param>
    public virtual void OnTrainFailed(TrainingContext context, Exception exception)
    {
    }

    /// <summary>Returns the state to keep in a checkpoint; null if there is none. Default null.</summary>
    protected internal virtual string? SaveState() => null;

    /// <summary>
    /// Restores a state from the checkpoint that the training resumes from. Called after <see cref="OnTrainBegin"/>, if the checkpoint has
    /// a state of this name.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    protected internal virtual void RestoreState(string state)
    {
    }

    /// <summary>Throws if this callback does not fit the options of the training.</summary>
    internal virtual void Check(FitOptions options)
    {
    }
}
