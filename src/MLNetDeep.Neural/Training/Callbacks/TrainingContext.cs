namespace MLNetDeep.Neural;

/// <summary>Gives a <see cref="TrainingCallback"/> access to the running training; valid only during the call.</summary>
public sealed class TrainingContext
{
    private readonly Func<TrainingCheckpoint> _createCheckpoint;

    internal TrainingContext(Network network, FitOptions options, Func<TrainingCheckpoint> createCheckpoint)
    {
        Network = network;
        Options = options;
        _createCheckpoint = createCheckpoint;
    }

    /// <summary>The network with the weights trained so far. Callbacks may read and evaluate it but must not change it.</summary>
    public Network Network { get; }

    /// <summary>The options of the training.</summary>
    public FitOptions Options { get; }

    /// <summary>The current epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Whether <see cref="Stop"/> has been called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>
    /// Ends the training after the current batch, or after the current epoch if called from <see cref="TrainingCallback.OnEpochEnd"/>, or
    /// before the first batch if called from <see cref="TrainingCallback.OnEpochBegin"/>.
    /// </summary>
    public void Stop() => IsStopping = true;

    /// <summary>Copies the training's state. Use <see cref="FitOptions.ResumeFrom"/> to resume the training from the copy.</summary>
    /// <exception cref="TrainingDivergedException">The weights or the optimizer's state are NaN or infinite.</exception>
    public TrainingCheckpoint CreateCheckpoint() => _createCheckpoint();
}
