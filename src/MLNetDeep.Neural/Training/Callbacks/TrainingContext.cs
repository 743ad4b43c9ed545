namespace MLNetDeep.Neural;

/// <summary>A training under way, as <see cref="TrainingCallback"/>s see it. Of use during a call only.</summary>
public sealed class TrainingContext
{
    private readonly Func<TrainingCheckpoint> _createCheckpoint;

    internal TrainingContext(Network network, FitOptions options, Func<TrainingCheckpoint> createCheckpoint)
    {
        Network = network;
        Options = options;
        _createCheckpoint = createCheckpoint;
    }

    /// <summary>The network, with the weights trained so far; it may be read and evaluated, not changed.</summary>
    public Network Network { get; }

    /// <summary>How it is trained.</summary>
    public FitOptions Options { get; }

    /// <summary>The current epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Whether the training is to end.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Ends the training after this batch; from <see cref="TrainingCallback.OnEpochEnd"/>, after this epoch.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Copies everything that is needed to go on from here; see <see cref="FitOptions.ResumeFrom"/>.</summary>
    public TrainingCheckpoint CreateCheckpoint() => _createCheckpoint();
}
