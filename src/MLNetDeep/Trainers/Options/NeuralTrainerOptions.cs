using System.Collections.Immutable;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>Options that all neural network trainers share. Options are immutable; change a copy with <c>with</c>.</summary>
/// <remarks>
/// Options are compared by value, arrays by their items. Views, models, callbacks, checkpoints, backends, exchanges, tokens and receivers of
/// progress are compared by reference.
/// </remarks>
public abstract record NeuralTrainerOptions
{
    /// <summary>The default of <see cref="LabelColumnName"/>.</summary>
    public const string DefaultLabelColumnName = "Label";

    /// <summary>The default of <see cref="FeatureColumnName"/>.</summary>
    public const string DefaultFeatureColumnName = "Features";

    /// <summary>The least number of epochs if <see cref="Epochs"/> is null.</summary>
    public const int DefaultEpochs = 5;

    /// <summary>The least number of mini-batches to train on if <see cref="Epochs"/> is null.</summary>
    public const int DefaultMinimumIterations = 2000;

    /// <summary>The default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = FitOptions.DefaultBatchSize;

    private readonly ValueArray<float> _classWeights;
    private readonly ValueArray<TrainingCallback> _callbacks;
    private readonly ValueArray<TrainingMetric> _metrics;

    private protected NeuralTrainerOptions()
    {
    }

    /// <summary>
    /// The label column. Multiclass: a key, or a vector from OneHotLabel; binary: <see cref="bool"/>; regression: <see cref="float"/>.
    /// Default "Label".
    /// </summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string LabelColumnName { get; init => field = Guard.Name(value); } = DefaultLabelColumnName;

    /// <summary>
    /// The feature column: a vector of <see cref="float"/> or <see cref="byte"/> of known size. Bytes are kept as bytes. Default "Features".
    /// </summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string FeatureColumnName { get; init => field = Guard.Name(value); } = DefaultFeatureColumnName;

    /// <summary>
    /// How the values of a picture are arranged in the feature column, if the network takes pictures: its input shape is [height, width,
    /// channels]. Planes are put in that order when rows are read.
    /// </summary>
    /// <remarks>
    /// Default <see cref="ChannelOrder.Automatic"/>: the dimensions of the column's type, such as <c>Vector&lt;Single, 3, 32, 32&gt;</c>, are
    /// compared with the network's input shape. For layers without an input shape, the first or the last dimension is that of the channels,
    /// whichever is at most 4; if neither is, the last. Pictures as small as 3 x 3 x 3 leave it open: they are refused until this option is
    /// set. A column with one dimension has the channels last, unless this option says otherwise. The model keeps the order.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such member.</exception>
    public ChannelOrder ChannelOrder { get; init => field = Guard.Defined(value); }

    /// <summary>The example weight column: <see cref="float"/>, at least 0. Default null: all rows have weight 1.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? ExampleWeightColumnName
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>
    /// The optimizer. Default: Adam with its own defaults; for the trainers of one layer, Adam with the learning rate 0.01 / (1 + 0.002 t) at
    /// step t.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public OptimizerSpec Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>The number of rows in a mini-batch, at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = Guard.Positive(value); } = DefaultBatchSize;

    /// <summary>
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows, until 2,000 mini-batches have been trained on. A
    /// stream whose number of rows is unknown has 5. Ignored if <see cref="Iterations"/> is set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Epochs
    {
        get;
        init => field = value is int epochs ? Guard.Positive(epochs) : null;
    }

    /// <summary>
    /// The number of mini-batches to train on, at least 0; replaces <see cref="Epochs"/>. Default null: train for the number of epochs.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? Iterations
    {
        get;
        init => field = value is long iterations ? Guard.NotNegative(iterations) : null;
    }

    /// <summary>Whether the rows are shuffled anew at each epoch. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// The random changes of pictures in training: see <see cref="PictureAugmentation"/>. Validation and scoring use the pictures as they are.
    /// Needs a network whose input shape is [height, width, channels] or [height, width]. Default null: none.
    /// </summary>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Whether features are standardized for the training: see <see cref="FitOptions.StandardizeFeatures"/>. The trained network takes
    /// features as they are. Default true.
    /// </summary>
    public bool StandardizeFeatures { get; init; } = true;

    /// <summary>
    /// Whether the labels of a regression are standardized for the training: see <see cref="FitOptions.StandardizeTargets"/>. Predictions,
    /// losses and errors are in the label's own units. Default true. Has no effect on classification.
    /// </summary>
    public bool StandardizeLabels { get; init; } = true;

    /// <summary>
    /// Trains on data that do not fit into memory: the size, in rows, of the pool that is held in memory and shuffled (8192, for example).
    /// Meanwhile the next pool, of the same size, is read. The view is read again for each epoch. A batch has rows of one pool only, so
    /// data that are sorted by label must be shuffled beforehand. At least 1. Default null: all rows are read into memory once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? StreamingPoolSize
    {
        get;
        init => field = value is int rows ? Guard.Positive(rows) : null;
    }

    /// <summary>
    /// The seed of the initial weights, the order of the rows, dropout and augmentation. Default null: drawn from the MLContext's random number
    /// generator.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// The number of threads, at least 1; the result does not depend on it. Default null: as many as there are cores. Above four per core
    /// counts as four per core, since more are of no use.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is int threads ? Guard.Positive(threads) : null;
    }

    /// <summary>
    /// The loss to minimise. Default null: categorical cross-entropy for multiclass, binary cross-entropy for binary, mean squared error
    /// for regression.
    /// </summary>
    public LossSpec? Loss { get; init; }

    /// <summary>
    /// The weight of each class, in class order (binary: false, then true). It multiplies the loss of the class's rows in training, not in
    /// validation. Classes beyond the end of the list have weight 1. Each weight is finite and at least 0. Classification only. Default
    /// empty.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public ImmutableArray<float> ClassWeights
    {
        get => _classWeights.Items;
        init => _classWeights = new(value.IsDefault ? throw new ArgumentNullException(nameof(ClassWeights)) : Checked(value));
    }

    /// <summary>
    /// Rows to evaluate after each epoch. Transform them with the same fitted estimators as the training data, so that they have the same
    /// columns and label classes. Read once, into memory. Takes precedence over <see cref="ValidationSplit"/>. Default null: none.
    /// </summary>
    public IDataView? ValidationData { get; init; }

    /// <summary>The backend that computes the training. Default: <see cref="ComputeBackends.Default"/>, the CPU.</summary>
    /// <remarks>
    /// If it may stand for several devices, <c>MLContext.GpuDeviceId</c> and <c>MLContext.FallbackToCpu</c> say which: see
    /// <see cref="IChoosesDevice"/>. They count as they were when the trainer was made.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IComputeBackend Backend { get; init => field = value ?? throw new ArgumentNullException(nameof(Backend)); } = ComputeBackends.Default;

    /// <summary>
    /// The processes that train together, such as <c>MpiExchange.World</c> of the package MLNetDeep.Mpi. Default null: this process trains
    /// alone.
    /// </summary>
    /// <remarks>
    /// <para>The processes are called ranks. Each of them calls <c>Fit</c> with the same options, and gets the same model. A mini-batch is
    /// divided among them; <see cref="BatchSize"/> and <see cref="StreamingPoolSize"/> count the rows of all ranks. Without
    /// <see cref="Augmentation"/> and with 1 for <see cref="LocalSteps"/>, the weights are those of a training without ranks, up to the order
    /// of sums.</para>
    /// <para>The seed is that of rank 0, which alone logs, reports the progress and saves checkpoints. An exception while a rank
    /// reads its rows reaches all ranks. Any other ends only the <c>Fit</c> of its rank; the others wait until the exchange or its launcher
    /// ends them.</para>
    /// </remarks>
    public IGradientExchange? Distribution { get; init; }

    /// <summary>
    /// What the view of training rows has in each rank of <see cref="Distribution"/>. Default <see cref="DistributedRows.Whole"/>: all rows, of
    /// which each rank reads its share.
    /// </summary>
    /// <remarks>
    /// <para>With Whole, a view must give the same rows in the same order in every rank: shuffle with a seed. If the number of rows or the
    /// first of them differ, <c>Fit</c> throws. With Shard, estimators such as MapValueToKey or NormalizeMeanVariance must be fitted on the
    /// same data in every rank, not on its own rows: the classes and the features must mean the same. Shards of about the same size train
    /// fastest. <see cref="ValidationData"/> have all rows in every rank in either case.</para>
    /// </remarks>
    /// <example>
    /// Rank r reads every N-th file of a folder:
    /// <code>
    /// IGradientExchange ranks = MpiExchange.World;
    /// string[] files = Directory.GetFiles("rows", "*.tsv").Order(StringComparer.Ordinal).ToArray();
    /// TextLoader loader = ml.Data.CreateTextLoader&lt;Row&gt;();
    /// ITransformer keys = preparation.Fit(loader.Load(files[0]));   // the same file in every rank
    /// IDataView own = keys.Transform(loader.Load(files.Where((_, i) => i % ranks.Size == ranks.Rank).ToArray()));
    /// NetworkTransformer model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
    /// {
    ///     Distribution = ranks,
    ///     DistributedRows = DistributedRows.Shard,
    ///     StreamingPoolSize = 65536,
    /// }).Fit(own);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such member.</exception>
    public DistributedRows DistributedRows { get; init => field = Guard.Defined(value); }

    /// <summary>
    /// The number of steps that each rank of <see cref="Distribution"/> takes alone before the weights are averaged; at least 1. Above 1 for
    /// slow networks: see <see cref="FitOptions.LocalSteps"/>. Default 1: gradients are averaged in each step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int LocalSteps { get; init => field = Guard.Positive(value); } = FitOptions.DefaultLocalSteps;

    /// <summary>
    /// The number of steps between two comparisons of the weights of the ranks of <see cref="Distribution"/>; 0: they are not compared. See
    /// <see cref="FitOptions.WeightCheckInterval"/>. Default 1000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int WeightCheckInterval { get; init => field = Guard.NotNegative(value); } = FitOptions.DefaultWeightCheckInterval;

    /// <summary>
    /// The fraction of the rows to hold out from training and evaluate after each epoch; in [0, 1). <see cref="ValidationRows"/> says which.
    /// Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double ValidationSplit { get; init => field = Guard.ShareBelowOne(value); }

    /// <summary>
    /// Which rows <see cref="ValidationSplit"/> holds out. Default <see cref="ValidationRows.Automatic"/>: the last rows, as in Keras, unless
    /// all rows of a class are among them; then random rows of each class, with a warning in the log. Random rows depend on the seed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such member.</exception>
    public ValidationRows ValidationRows { get; init => field = Guard.Defined(value); }

    /// <summary>
    /// When to stop training early. Monitoring a validation metric requires <see cref="ValidationData"/> or <see cref="ValidationSplit"/>.
    /// Default null: never.
    /// </summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Metrics to compute after each epoch, besides loss, accuracy and mean absolute error. They are in the log, the history and the
    /// progress. Metrics that <see cref="EarlyStopping"/> or a callback monitors are computed even if they are not listed. Default: none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a metric.</exception>
    public ImmutableArray<TrainingMetric> Metrics
    {
        get => _metrics.Items;
        init => _metrics = new(value.IsDefault ? throw new ArgumentNullException(nameof(Metrics)) : Checked(value));
    }

    /// <summary>The k of the top-k accuracy: at least 1, at most the number of classes. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int TopK { get; init => field = Guard.Positive(value); } = FitOptions.DefaultTopK;

    /// <summary>Callbacks that run at each batch and epoch, such as a <see cref="CheckpointSaver"/>. Default: none.</summary>
    public ImmutableArray<TrainingCallback> Callbacks
    {
        get => _callbacks.Items;
        init => _callbacks = new(value.IsDefault ? throw new ArgumentNullException(nameof(Callbacks)) : value);
    }

    /// <summary>
    /// A checkpoint of a training run with the same data and options. Training continues exactly as if uninterrupted. Default null.
    /// </summary>
    public TrainingCheckpoint? ResumeFrom { get; init; }

    /// <summary>
    /// A model to go on from, with other data or other options: a <see cref="NetworkTransformer"/>, or a pipeline, whose last one is taken;
    /// it may have been loaded from a file. Its network must have the shape of the one to train, and the same classes in the same order, so
    /// transform the data with the estimators that were fitted for the model. The optimizer begins anew. The model is not changed. To go on
    /// exactly where a training ended, use <see cref="ResumeFrom"/>. Default null: the initial weights are random.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no network transformer.</exception>
    public ITransformer? InitialModel
    {
        get;
        init => field = value is null || NetworkTransformer.Find(value) is not null ? value : throw new ArgumentException(
            $"InitialModel is {value.GetType().Name}, which has no NetworkTransformer; accepted: one, or a pipeline with one.", nameof(InitialModel));
    }

    /// <summary>
    /// A network to go on from, as <see cref="InitialModel"/>. It has no names of classes, so their order is not checked. Default null.
    /// </summary>
    public Network? InitialNetwork { get; init; }

    /// <summary>
    /// Weights to start from, matched by name, for example those of a PyTorch model: <see cref="PretrainedWeights.FromFile"/>. Parameters
    /// without a tensor of their name and shape start with random weights, with a warning. The network may have other layers than the one that
    /// was trained; freeze those that shall keep their weights (<see cref="LayerSpec.Trainable"/>). Default null: the initial weights are
    /// random.
    /// </summary>
    public PretrainedWeights? PretrainedWeights { get; init; }

    /// <summary>
    /// Receives the progress after each batch, on the training thread. Default null. <see cref="SynchronousProgress{T}"/> handles the reports
    /// in order; .NET's <see cref="Progress{T}"/> may not.
    /// </summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Ends the training gently: after the current batch, <c>Fit</c> returns the model trained so far. <see cref="Cancellation"/> throws
    /// instead. Default: no token.
    /// </summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>Stops the training at the next batch with an <see cref="OperationCanceledException"/>. Default: no cancellation.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Writes the options for <c>ToString</c>, with the items of arrays.</summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>True: there are options.</returns>
    protected virtual bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);

    /// <summary>Returns the number of epochs for a number of training rows; null if the number is unknown.</summary>
    internal int EpochsFor(long? rows)
    {
        if (Epochs is { } epochs || rows is null)
        {
            return Epochs ?? DefaultEpochs;
        }

        double batches = Math.Max(1, Math.Ceiling((double)rows.Value / BatchSize));
        return Math.Max(DefaultEpochs, (int)Math.Ceiling(DefaultMinimumIterations / batches));
    }

    private static ImmutableArray<TrainingMetric> Checked(ImmutableArray<TrainingMetric> metrics)
    {
        foreach (TrainingMetric metric in metrics)
        {
            Guard.Defined(metric, nameof(Metrics));
        }

        return metrics;
    }

    private static ImmutableArray<float> Checked(ImmutableArray<float> weights)
    {
        foreach (float weight in weights)
        {
            Guard.Accept(weight >= 0 && float.IsFinite(weight), weight, nameof(ClassWeights), "numbers of 0 or more, finite");
        }

        return weights;
    }
}
