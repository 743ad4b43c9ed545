using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Gives a <see cref="TrainingCallback"/> access to the running training; valid only during the call.</summary>
public sealed class TrainingContext
{
    private readonly BatchTrainer _trainer;
    private readonly Func<TrainingCheckpoint> _createCheckpoint;

    internal TrainingContext(Network network, FitOptions options, BatchTrainer trainer, Func<TrainingCheckpoint> createCheckpoint)
    {
        Network = network;
        Options = options;
        _trainer = trainer;
        _createCheckpoint = createCheckpoint;
    }

    /// <summary>The network with the weights trained so far. Callbacks may read and evaluate it but must not change it.</summary>
    public Network Network { get; }

    /// <summary>The options of the training.</summary>
    public FitOptions Options { get; }

    /// <summary>Whether this process is rank 0 of <see cref="FitOptions.GradientExchange"/>, or the only one.</summary>
    /// <remarks>Callbacks run in every rank. What is to be done once, such as writing a file, is done in the main process.</remarks>
    public bool IsMainProcess => Options.GradientExchange is null or { Rank: 0 };

    /// <summary>The current epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The learning rate of the next step that is not begun: the optimizer's, times <see cref="LearningRateFactor"/>.</summary>
    public double LearningRate => Options.Optimizer.RateAt(_trainer.Steps) * LearningRateFactor;

    /// <summary>The number by which the optimizer's learning rate is multiplied from the next step on. Checkpoints keep it.</summary>
    /// <remarks>
    /// Initially 1; accepted: 0 or more, finite. Steps that have begun keep their rate; see <see cref="TrainingCallback.OnBatchEnd"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    /// <exception cref="NotSupportedException">The backend cannot change the rate.</exception>
    public double LearningRateFactor
    {
        get => _trainer.Session.LearningRateFactor;
        set => _trainer.Session.LearningRateFactor =
            Guard.Accept(value >= 0 && double.IsFinite(value), value, nameof(LearningRateFactor), "0 or more, finite");
    }

    /// <summary>
    /// Whether <see cref="Stop"/> has been called, or <see cref="FitOptions.StopToken"/> has been signalled: in this process, or in another
    /// rank, as far as this one knows.
    /// </summary>
    public bool IsStopping => IsStopRequested || IsStopAgreed || Options.StopToken.IsCancellationRequested;

    /// <summary>Whether a callback has called <see cref="Stop"/>.</summary>
    internal bool IsStopRequested { get; set; }

    /// <summary>Whether all ranks of an exchange know that one of them wants to stop. The same in every rank.</summary>
    internal bool IsStopAgreed { get; set; }

    /// <summary>
    /// Ends the training after the current batch, or after the current epoch if called from <see cref="TrainingCallback.OnEpochEnd"/>, or
    /// before the first batch if called from <see cref="TrainingCallback.OnEpochBegin"/>. <c>Fit</c> then returns what is trained.
    /// </summary>
    /// <remarks>
    /// Batches whose steps have begun already are ended and reported first; see <see cref="TrainingCallback.OnBatchEnd"/>. With a
    /// <see cref="FitOptions.GradientExchange"/>, a call in one rank is enough. The ranks learn of it with the next exchange, so that a call
    /// from <see cref="TrainingCallback.OnBatchEnd"/> ends the training one batch later, with <see cref="FitOptions.LocalSteps"/> after the next
    /// average of the weights.
    /// </remarks>
    public void Stop() => IsStopRequested = true;

    /// <summary>Copies the training's state. Use <see cref="FitOptions.ResumeFrom"/> to resume the training from the copy.</summary>
    /// <remarks>
    /// The copy has all steps that have begun; see <see cref="TrainingCallback.OnBatchEnd"/>. After a divergence that was noticed some steps
    /// later, its weights may be up to <see cref="ITrainingSession.ResultDelay"/> steps older than its number of batches. With
    /// <see cref="FitOptions.LocalSteps"/> the weights are averaged first: call the method in every rank at the same time.
    /// </remarks>
    /// <exception cref="TrainingDivergedException">The weights or the optimizer's state are NaN or infinite.</exception>
    public TrainingCheckpoint CreateCheckpoint() => _createCheckpoint();
}
