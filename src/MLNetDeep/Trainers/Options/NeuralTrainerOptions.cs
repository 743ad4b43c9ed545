using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

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
    public string LabelColumnName { get; init => field = Guard.Name(value); } = DefaultLabelColumnName;

    /// <summary>The column of features: a vector of <see cref="float"/> of known size. Default "Features".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string FeatureColumnName { get; init => field = Guard.Name(value); } = DefaultFeatureColumnName;

    /// <summary>The column of example weights: numbers of at least 0 (<see cref="float"/>). Default null: all weigh 1.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? ExampleWeightColumnName
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The optimizer. Default: Adam with its own defaults.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public OptimizerSpec Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>The number of rows in a mini-batch, at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize { get; init => field = Guard.Positive(value); } = DefaultBatchSize;

    /// <summary>The number of passes over the data, at least 1. Default 5. Not used where <see cref="Iterations"/> is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Epochs { get; init => field = Guard.Positive(value); } = DefaultEpochs;

    /// <summary>The number of mini-batches to train on, at least 0, instead of epochs. Default null: as many as the epochs have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? Iterations
    {
        get;
        init => field = value is int iterations ? Guard.NotNegative(iterations) : null;
    }

    /// <summary>Whether the rows are put into a new random order at each epoch. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// For data that do not fit into memory: the number of rows that are held and shuffled at a time (8192, for example); as many more are
    /// read meanwhile, and the view is read again for each epoch. A batch holds rows of one pool only, so shuffle rows that are sorted by
    /// their label before. At least 1. Default null: all rows are read into memory once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? StreamingPoolSize
    {
        get;
        init => field = value is int rows ? Guard.Positive(rows) : null;
    }

    /// <summary>The seed of the initial weights, the order of the rows and dropout. Default null: drawn from the context's.</summary>
    public int? Seed { get; init; }

    /// <summary>The number of threads, at least 1; the result does not depend on it. Default null: as many as there are cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is int threads ? Guard.Positive(threads) : null;
    }

    /// <summary>The loss to minimise. Default null: the categorical cross-entropy for several classes, the binary one for two, the mean squared error for numbers.</summary>
    public LossSpec? Loss { get; init; }

    /// <summary>
    /// What the rows of each class count in training, in the order of the classes (two classes: false, then true); it does not count in
    /// validation. Classes beyond those given count 1. Default empty: all count 1. Accepted: finite, 0 or more; not for regression.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public ImmutableArray<float> ClassWeights
    {
        get;
        init => field = value.IsDefault ? throw new ArgumentNullException(nameof(ClassWeights)) : Checked(value);
    } = [];

    /// <summary>
    /// Rows to evaluate after each epoch, transformed by the same fitted estimators as the training data: the same columns, and the same
    /// classes for the label. Read once, into memory. Default null: none. Takes precedence over <see cref="ValidationSplit"/>.
    /// </summary>
    public IDataView? ValidationData { get; init; }

    /// <summary>What does the arithmetic of training. Default: <see cref="ComputeBackends.Default"/>, the CPU.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public IComputeBackend Backend { get; init => field = value ?? throw new ArgumentNullException(nameof(Backend)); } = ComputeBackends.Default;

    /// <summary>The share of the rows, the last ones, that are not trained on but evaluated after each epoch; in [0, 1). Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double ValidationSplit { get; init => field = Guard.ShareBelowOne(value); }

    /// <summary>
    /// When to stop before all epochs are done. Default null: never. To monitor a validation metric it needs <see cref="ValidationData"/> or
    /// <see cref="ValidationSplit"/>.
    /// </summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>What is called at each batch and epoch, such as a <see cref="CheckpointSaver"/>. Default none.</summary>
    public ImmutableArray<TrainingCallback> Callbacks
    {
        get;
        init => field = value.IsDefault ? throw new ArgumentNullException(nameof(Callbacks)) : value;
    } = [];

    /// <summary>A checkpoint of a training with the same data and options, to continue from exactly as if uninterrupted. Default null.</summary>
    public TrainingCheckpoint? ResumeFrom { get; init; }

    /// <summary>Receives the progress after each batch, on the thread that trains. Default null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the training at the next batch with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }

    private static ImmutableArray<float> Checked(ImmutableArray<float> weights)
    {
        foreach (float weight in weights)
        {
            Guard.Accept(weight >= 0 && float.IsFinite(weight), weight, nameof(ClassWeights), "numbers of 0 or more, finite");
        }

        return weights;
    }
}
