using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>How to train. Immutable; each value is validated when set, and the message names the option and what it accepts.</summary>
public sealed record FitOptions
{
    /// <summary>The default of <see cref="BatchSize"/>, Keras's.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>The default of <see cref="Epochs"/>, Keras's.</summary>
    public const int DefaultEpochs = 1;

    /// <summary>The default of <see cref="PoolSize"/>.</summary>
    public const int DefaultPoolSize = 8192;

    /// <summary>The default of <see cref="Shuffle"/>.</summary>
    public const bool DefaultShuffle = true;

    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const int DefaultSeed = 0;

    /// <summary>How gradients change the weights. Default: <see cref="Adam"/> with its defaults.</summary>
    public OptimizerSpec Optimizer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Optimizer));
    } = new Adam();

    /// <summary>
    /// What to minimise. Default null: the loss that goes with the network's last layer, as <see cref="LossSpec.DefaultFor"/> gives it.
    /// </summary>
    public LossSpec? Loss { get; init; }

    /// <summary>
    /// What the rows of each class count in training, besides their own weights; not in evaluation, as in Keras. One number per class, from
    /// 0 on; classes beyond count 1. With probabilities for targets, the largest is the class. Default empty: all count 1. Accepted: finite,
    /// 0 or more; for cross-entropies only.
    /// </summary>
    public ImmutableArray<float> ClassWeights
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            foreach (float weight in field)
            {
                Guard.Accept(weight >= 0 && float.IsFinite(weight), weight, nameof(ClassWeights), "numbers of 0 or more, finite");
            }
        }
    } = [];

    /// <summary>The rows of a mini-batch; the last batch of an epoch may be smaller. Default 32; accepted: 1 or more.</summary>
    public int BatchSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(BatchSize), "1 or more");
    } = DefaultBatchSize;

    /// <summary>
    /// The number of passes over the data. Default 1; accepted: 1 or more. <see cref="Iterations"/>, where set, takes precedence.
    /// </summary>
    public int Epochs
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(Epochs), "1 or more");
    } = DefaultEpochs;

    /// <summary>
    /// Exactly this many mini-batches, whatever <see cref="Epochs"/> says; passes over the data begin anew as often as needed. Default
    /// null: as many as the epochs take. Accepted: 0 or more; 0 leaves the initial weights.
    /// </summary>
    public int? Iterations
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 0, count, nameof(Iterations), "0 or more, or null") : null;
    }

    /// <summary>Whether the rows are put in a new random order for each epoch. Default true; otherwise they keep theirs.</summary>
    public bool Shuffle { get; init; } = DefaultShuffle;

    /// <summary>
    /// The rows of a <see cref="TrainingStream"/> that are held and shuffled together, rounded down to whole batches, though at least one;
    /// as many more are read meanwhile. Default 8192; accepted: 1 or more. Of no effect on data in memory.
    /// </summary>
    public int PoolSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(PoolSize), "1 or more");
    } = DefaultPoolSize;

    /// <summary>What the order of rows and the dropout masks are drawn from. Default 0. (Initial weights have their own seed.)</summary>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>
    /// The number of threads, the caller's included. Default null: one per core. Accepted: 1 or more. Results do not depend on it.
    /// </summary>
    public int? Threads
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 1, count, nameof(Threads), "1 or more, or null") : null;
    }

    /// <summary>
    /// Data to evaluate at the end of each epoch. Default null: none. Takes precedence over <see cref="ValidationSplit"/>.
    /// </summary>
    public TrainingData? ValidationData { get; init; }

    /// <summary>
    /// The share of the rows, the last ones (before any shuffling, as in Keras), that are kept for validation and not trained on. Default 0:
    /// none. Accepted: 0 or more, below 1.
    /// </summary>
    public double ValidationSplit
    {
        get;
        init => field = Guard.Accept(value is >= 0 and < 1, value, nameof(ValidationSplit), "0 or more, below 1");
    }

    /// <summary>When to end before all epochs are done. Default null: never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>What is told of the training, in this order. Default empty.</summary>
    public ImmutableArray<TrainingCallback> Callbacks
    {
        get;
        init => field = value.IsDefault ? [] : value.Contains(null!) ? throw new ArgumentNullException(nameof(Callbacks)) : value;
    } = [];

    /// <summary>
    /// Where to go on from. Default null: from the beginning. The network gets the checkpoint's weights; network, optimizer, loss, batch
    /// size, shuffling, seed and number of rows must be those of the checkpoint; the number of epochs counts from the beginning.
    /// </summary>
    public TrainingCheckpoint? ResumeFrom { get; init; }

    /// <summary>What does the arithmetic. Default: <see cref="ComputeBackends.Default"/>, the CPU.</summary>
    public IComputeBackend Backend
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backend));
    } = ComputeBackends.Default;

    /// <summary>
    /// Joins the gradients of several processes that train the same network on different rows. Default null: this process trains alone.
    /// </summary>
    public IGradientExchange? GradientExchange { get; init; }

    /// <summary>The loss that a training of a network minimises: <see cref="Loss"/>, or the default for its last layer.</summary>
    /// <param name="spec">The network.</param>
    public LossSpec LossFor(NetworkSpec spec) => Loss ?? LossSpec.DefaultFor(spec);

    /// <summary>The rows to train on and those to judge by. Keras rounds the number of training rows down.</summary>
    /// <exception cref="ArgumentException">One of the two would have no rows.</exception>
    internal (TrainingData Training, TrainingData? Validation) Split(TrainingData data)
    {
        if (ValidationSplit == 0 || ValidationData is not null)
        {
            return (data, ValidationData);
        }

        int count = (int)(data.RowCount * (1 - ValidationSplit));
        return count > 0 && count < data.RowCount
            ? (data.Slice(0, count), data.Slice(count, data.RowCount - count))
            : throw new ArgumentException(
                $"ValidationSplit {ValidationSplit} of {data.RowCount} rows leaves none to train on or none to validate with.",
                nameof(ValidationSplit));
    }

    /// <summary>Refuses options that do not fit the network.</summary>
    internal void Check(NetworkSpec spec)
    {
        ComputeBackends.Require(Backend, spec);
        LossSpec loss = LossFor(spec);
        loss.Check(spec);
        if (spec.TrainableParameterCount == 0)
        {
            throw new ArgumentException("The network has nothing to train: none of its layers has parameters.", nameof(spec));
        }

        if (ClassWeights.Length > 0 && !loss.IsClassification)
        {
            throw new ArgumentException($"ClassWeights needs a loss with classes; the loss is {loss}.", nameof(ClassWeights));
        }

        if (EarlyStopping is { NeedsValidation: true } && ValidationData is null && ValidationSplit == 0)
        {
            throw new ArgumentException(
                $"EarlyStopping watches {EarlyStopping.Monitor}, which needs ValidationData or ValidationSplit.", nameof(EarlyStopping));
        }

        ValidationData?.Check(spec, loss, nameof(ValidationData));
    }
}
