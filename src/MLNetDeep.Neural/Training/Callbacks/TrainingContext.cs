namespace MLNetDeep.Neural;

/// <summary>The running training that a <see cref="TrainingCallback"/> observes; valid only during a call.</summary>
public sealed class TrainingContext
{
    private readonly Func<TrainingCheckpoint> _createCheckpoint;

    internal TrainingContext(Network network, FitOptions options, Func<TrainingCheckpoint> createCheckpoint)
    {
        Network = network;
        Options = options;
        _createCheckpoint = createCheckpoint;
    }

    /// <summary>The network with the weights trained so far, which callbacks may read and evaluate but not change.</summary>
    public Network Network { get; }

    /// <summary>The options of the training.</summary>
    public FitOptions Options { get; }

    /// <summary>The current epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Whether <see cref="Stop"/> has been called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>
    /// Ends the training after the current batch, or after the current epoch if called from <see cref="TrainingCallback.OnEpochEnd"/>.
    /// </summary>
    public void Stop() => IsStopping = true;

    /// <summary>Copies the state of the training, to resume it later with <see cref="FitOptions.ResumeFrom"/>.</summary>
    public TrainingCheckpoint CreateCheckpoint() => _createCheckpoint();
}
