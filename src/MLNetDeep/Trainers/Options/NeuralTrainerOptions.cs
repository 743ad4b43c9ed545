using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The options that all trainers of networks have. They do not change; make others with <c>with</c>.</summary>
public abstract record NeuralTrainerOptions
{
    /// <summary>The default of <see cref="LabelColumnName"/>.</summary>
    public const string DefaultLabelColumnName = "Label";

    /// <summary>The default of <see cref="FeatureColumnName"/>.</summary>
    public const string DefaultFeatureColumnName = "Features";

    /// <summary>The default of <see cref="Epochs"/>.</summary>
    public const int DefaultEpochs = 5;

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = FitOptions.DefaultBatchSize;

    private protected NeuralTrainerOptions()
    {
    }

    /// <summary>The column of labels: a key, or a vector from OneHotLabel. Default "Label".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string LabelColumnName { get; init => field = OptionRange.Name(value); } = DefaultLabelColumnName;

    /// <summary>The column of features: a vector of <see cref="float"/> of known size. Default "Features".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string FeatureColumnName { get; init => field = OptionRange.Name(value); } = DefaultFeatureColumnName;

    /// <summary>The column of example weights: numbers of at least 0 (<see cref="float"/>). Default null: all weigh 1.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? ExampleWeightColumnName
    {
        get;
        init => field = OptionRange.NameOrNull(value);
    }

    /// <summary>How the weights follow the gradient. Default Adam with its own defaults.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public OptimizerSpec Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>The number of rows in a mini-batch, at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize { get; init => field = OptionRange.AtLeast(1, value); } = DefaultBatchSize;

    /// <summary>How many times all rows are gone through, at least 1. Default 5. Not used where <see cref="Iterations"/> is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Epochs { get; init => field = OptionRange.AtLeast(1, value); } = DefaultEpochs;

    /// <summary>How many mini-batches are trained with, at least 0, whatever the epochs. Default null: as many as the epochs have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? Iterations
    {
        get;
        init => field = value is int iterations ? OptionRange.AtLeast(0, iterations) : null;
    }

    /// <summary>Whether the rows are put into a new random order at each epoch. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// For data that do not fit into memory: so many rows are held and shuffled at a time (8192, for example), and as many more are read
    /// meanwhile; all are read anew from the view at each epoch. Rows that are sorted by their label are better shuffled before, since
    /// they meet in a batch only with those of the same pool. At least 1. Default null: all rows are read into memory once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? StreamingPoolSize
    {
        get;
        init => field = value is int rows ? OptionRange.AtLeast(1, rows) : null;
    }

    /// <summary>The seed of the initial weights, the order of the rows and dropout. Default null: drawn from the context's.</summary>
    public int? Seed { get; init; }

    /// <summary>The number of threads, at least 1; the result does not depend on it. Default null: as many as there are cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is int threads ? OptionRange.AtLeast(1, threads) : null;
    }

    /// <summary>What is minimised. Default null: the categorical cross-entropy for several classes, the binary one for two, the mean squared error for numbers.</summary>
    public LossSpec? Loss { get; init; }

    /// <summary>The share of the rows, the last ones, that are not trained with but judged after each epoch; in [0, 1). Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double ValidationSplit { get; init => field = OptionRange.ShareBelowAll(value); }

    /// <summary>When to stop before all epochs are done. Default null: never. To watch the validation it needs <see cref="ValidationSplit"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>What is called at each batch and epoch, such as a <see cref="CheckpointSaver"/>. Default none.</summary>
    public ImmutableArray<TrainingCallback> Callbacks
    {
        get;
        init => field = value.IsDefault ? throw new ArgumentNullException(nameof(Callbacks)) : value;
    } = [];

    /// <summary>A checkpoint of a training with the same data and options, which is gone on with as if it had not been stopped. Default null.</summary>
    public TrainingCheckpoint? ResumeFrom { get; init; }

    /// <summary>What is told of each batch, on the thread that trains. Default null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the training at the next batch with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }
}
