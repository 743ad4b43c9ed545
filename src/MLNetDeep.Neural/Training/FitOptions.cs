using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The options for training a network.</summary>
/// <remarks>
/// Immutable. Each value is validated when it is set; the exception's message names the option and the accepted values. Options are
/// compared by value, arrays by their items; data, callbacks, checkpoints, backends and exchanges are compared by reference.
/// </remarks>
public sealed record FitOptions
{
    /// <summary>The default of <see cref="BatchSize"/>, as in Keras.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>The default of <see cref="Epochs"/>, as in Keras.</summary>
    public const int DefaultEpochs = 1;

    /// <summary>The default of <see cref="LocalSteps"/>.</summary>
    public const int DefaultLocalSteps = 1;

    /// <summary>The default of <see cref="PoolSize"/>.</summary>
    public const int DefaultPoolSize = 8192;

    /// <summary>The default of <see cref="Shuffle"/>.</summary>
    public const bool DefaultShuffle = true;

    /// <summary>The default of <see cref="WeightCheckInterval"/>.</summary>
    public const int DefaultWeightCheckInterval = 1000;

    /// <summary>The default of <see cref="TopK"/>, as in Keras.</summary>
    public const int DefaultTopK = 5;

    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const int DefaultSeed = 0;

    private readonly ValueArray<float> _classWeights;
    private readonly ValueArray<TrainingCallback> _callbacks;
    private readonly ValueArray<TrainingMetric> _metrics;

    /// <summary>The optimizer that updates the weights.</summary>
    /// <remarks>Default: <see cref="Adam"/> with its defaults.</remarks>
    public OptimizerSpec Optimizer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Optimizer));
    } = new Adam();

    /// <summary>The loss to minimise.</summary>
    /// <remarks>Default null: the loss that <see cref="LossSpec.DefaultFor"/> returns for the network's last layer.</remarks>
    public LossSpec? Loss { get; init; }

    /// <summary>One weight per class. In training, a row's weight is multiplied by the weight of its class.</summary>
    /// <remarks>
    /// As in Keras, class weights are not used in evaluation. The first number is for class 0; classes beyond the last number have the
    /// weight 1. If targets are probabilities, a row's class is its most probable one. Default empty: all weights are 1. Accepted: finite,
    /// 0 or more. Only cross-entropy losses accept class weights.
    /// </remarks>
    public ImmutableArray<float> ClassWeights
    {
        get => _classWeights.Items;
        init
        {
            _classWeights = new(value);
            foreach (float weight in ClassWeights)
            {
                Guard.Accept(weight >= 0 && float.IsFinite(weight), weight, nameof(ClassWeights), "numbers of 0 or more, finite");
            }
        }
    }

    /// <summary>The number of rows in a mini-batch; the last batch of an epoch may be smaller.</summary>
    /// <remarks>Default 32; accepted: 1 or more.</remarks>
    public int BatchSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(BatchSize), "1 or more");
    } = DefaultBatchSize;

    /// <summary>The number of passes over the data.</summary>
    /// <remarks>Default 1; accepted: 1 or more. Ignored if <see cref="Iterations"/> is set.</remarks>
    public int Epochs
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(Epochs), "1 or more");
    } = DefaultEpochs;

    /// <summary>The exact number of mini-batches to train on, in as many passes over the data as needed.</summary>
    /// <remarks>
    /// Takes precedence over <see cref="Epochs"/>. Default null: determined by <see cref="Epochs"/>. Accepted: 0 or more; 0 keeps the
    /// initial weights.
    /// </remarks>
    public long? Iterations
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 0, count, nameof(Iterations), "0 or more, or null") : null;
    }

    /// <summary>Whether each epoch uses a new random order of the rows.</summary>
    /// <remarks>Default true. If false, every epoch uses the order of the data.</remarks>
    public bool Shuffle { get; init; } = DefaultShuffle;

    /// <summary>
    /// The number of rows in a pool: the rows of a <see cref="TrainingStream"/> that are held in memory and shuffled together.
    /// </summary>
    /// <remarks>
    /// Rounded up to whole batches. If the stream has at most this many rows, the weights equal those from training on the same rows in
    /// memory, bit for bit. The next pool is read while the network trains on the current one, so two pools are in memory. Default 8192; accepted: 1 or more. Has no effect on <see cref="TrainingData"/>.
    /// </remarks>
    public int PoolSize
    {
        get;
        init => field = Guard.Accept(value >= 1, value, nameof(PoolSize), "1 or more");
    } = DefaultPoolSize;

    /// <summary>The seed for shuffling, dropout and augmentation.</summary>
    /// <remarks>Default 0. Initial weights have a separate seed; see <see cref="Network"/>.</remarks>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>The random changes of pictures in training: flips, shifts, rotation, brightness, contrast, cutout.</summary>
    /// <remarks>
    /// Default null: none. Evaluation, validation and prediction use the pictures as they are. Needs a network whose input shape is
    /// [height, width, channels] or [height, width].
    /// </remarks>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>The number of threads, including the caller's.</summary>
    /// <remarks>
    /// Default null: one per core. Accepted: 1 or more; above four per core counts as four per core, since more are of no use. The results
    /// do not depend on the number of threads.
    /// </remarks>
    public int? Threads
    {
        get;
        init => field = value is { } count ? Guard.Accept(count >= 1, count, nameof(Threads), "1 or more, or null") : null;
    }

    /// <summary>The data to evaluate at the end of each epoch.</summary>
    /// <remarks>Default null: none. Takes precedence over <see cref="ValidationSplit"/>.</remarks>
    public TrainingData? ValidationData { get; init; }

    /// <summary>The fraction of the rows that is held out for validation.</summary>
    /// <remarks>
    /// As in Keras, the held-out rows are the last rows of the data, before shuffling, unless <see cref="ValidationRows"/> says otherwise.
    /// Default 0: none. Accepted: 0 or more, below 1.
    /// </remarks>
    public double ValidationSplit
    {
        get;
        init => field = Guard.Accept(value is >= 0 and < 1, value, nameof(ValidationSplit), "0 or more, below 1");
    }

    /// <summary>Which rows <see cref="ValidationSplit"/> holds out.</summary>
    /// <remarks>
    /// Default <see cref="ValidationRows.Automatic"/>: the last rows, unless all rows of a class are among them. Random rows depend on
    /// <see cref="Seed"/> alone. Unless the last rows are held out, both parts are copied, which takes the memory of the data again.
    /// </remarks>
    public ValidationRows ValidationRows
    {
        get;
        init => field = Guard.Defined(value);
    }

    /// <summary>The metrics to compute after each epoch, besides those that are always measured.</summary>
    /// <remarks>
    /// They are in the history, the progress at the end of an epoch, and CSV files. A metric that early stopping or a callback monitors is
    /// computed even if it is not listed. Each metric of the training data costs a pass over them in each epoch, without updates; one pass
    /// serves all of them. Default empty. Metrics of the validation data need validation data; those of training data need data in memory.
    /// See <see cref="TrainingMetric"/>.
    /// </remarks>
    public ImmutableArray<TrainingMetric> Metrics
    {
        get => _metrics.Items;
        init
        {
            _metrics = new(value);
            foreach (TrainingMetric metric in Metrics)
            {
                Guard.Defined(metric, nameof(Metrics));
            }
        }
    }

    /// <summary>The k of <see cref="MetricValues.TopKAccuracy"/>.</summary>
    /// <remarks>
    /// Default 5, as in Keras; accepted: 1 up to the number of classes. A resumed training may have another k: the weights do not depend on
    /// it, and best values of the old k are not compared. The history keeps the values of the epochs before as they were measured.
    /// </remarks>
    public int TopK
    {
        get;
        init => field = Guard.Positive(value);
    } = DefaultTopK;

    /// <summary>The rule for ending the training before all epochs are done.</summary>
    /// <remarks>Default null: none.</remarks>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The callbacks that receive the training's events.</summary>
    /// <remarks>They are called in this order, except that each <see cref="CheckpointSaver"/> comes last. Default empty.</remarks>
    public ImmutableArray<TrainingCallback> Callbacks
    {
        get => _callbacks.Items;
        init => _callbacks = value.IsDefault || !value.Contains(null!) ? new(value) : throw new ArgumentNullException(nameof(Callbacks));
    }

    /// <summary>A token that ends the training gently: after the current batch, <c>Fit</c> returns what is trained.</summary>
    /// <remarks>
    /// As <see cref="TrainingContext.Stop"/> does, but from any thread. The cancellation token of <c>Fit</c> throws instead. If the token is
    /// signalled before the first batch, no batch is trained. With a <see cref="GradientExchange"/>, a token of one rank is enough: the ranks
    /// tell each other with the next exchange, and all stop after the same batch. Default: no token.
    /// </remarks>
    public CancellationToken StopToken { get; init; }

    /// <summary>The checkpoint to resume the training from.</summary>
    /// <remarks>
    /// Default null: start a new training. The network receives the checkpoint's weights. These must be the same as in the checkpointed
    /// training: architecture, optimizer, loss, class weights, batch size, shuffling, augmentation, seed, number of rows and, for a stream,
    /// pool size.
    /// <see cref="Epochs"/> and <see cref="Iterations"/> include those before the checkpoint. <see cref="EarlyStopping"/> continues from the
    /// checkpoint only if its options are the same; see there.
    /// </remarks>
    public TrainingCheckpoint? ResumeFrom { get; init; }

    /// <summary>The backend that runs the training.</summary>
    /// <remarks>Default: <see cref="ComputeBackends.Default"/>, the CPU.</remarks>
    public IComputeBackend Backend
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backend));
    } = ComputeBackends.Default;

    /// <summary>The exchange of gradients with other processes that train the same network on different rows.</summary>
    /// <remarks>
    /// <para>All ranks call the same methods with the same options and, if the data are in memory, with all rows. The batches are those of a
    /// training in one process: each rank takes its part of each batch, and all ranks get the same weights, results and metrics. They are
    /// those of one process up to the order of sums. Each rank evaluates its part of the validation rows.</para>
    /// <para>A training begins with the weights, the optimizer's state and the checkpoint of rank 0. If the ranks have different options,
    /// networks or numbers of rows, all throw before the first step. Rank 0 alone reports progress and writes the files of
    /// <see cref="CheckpointSaver"/> and <see cref="CsvLogger"/>; other callbacks run in every rank and must do the same there, or ask
    /// <see cref="TrainingContext.IsMainProcess"/>.</para>
    /// <para>An exception in one rank alone, such as a cancellation, an argument that is wrong in it only, or an error of the disk, does not
    /// reach the others, which wait for it: end the process. Default null: this process trains alone.</para>
    /// </remarks>
    public IGradientExchange? GradientExchange { get; init; }

    /// <summary>The number of steps that each rank of a <see cref="GradientExchange"/> takes alone before the weights are averaged.</summary>
    /// <remarks>
    /// Default 1: the ranks average their gradients in every step, and the training is the same on any number of ranks. Above 1: local SGD
    /// (Stich 2019), for slow networks. Each rank takes this many steps on its own part of the batches; then weights, statistics and the
    /// optimizer's state are averaged. This is also done at the end of each epoch, before a checkpoint, and before a callback whose
    /// <see cref="TrainingCallback.ReadsNetworkAfter"/> is true: callbacks that override it must be the same in all ranks. In between, the
    /// progress shows this rank's results. A loss that is not finite ends the training at the next average. The result depends on the number
    /// of ranks. Accepted: 1 or more. Has no effect without <see cref="GradientExchange"/>.
    /// </remarks>
    public int LocalSteps
    {
        get;
        init => field = Guard.Positive(value);
    } = DefaultLocalSteps;

    /// <summary>The number of steps between two comparisons of the weights of the ranks of a <see cref="GradientExchange"/>.</summary>
    /// <remarks>
    /// The ranks compare hashes of their weights, also at the end of the training. If they differ, all ranks throw an
    /// <see cref="InvalidOperationException"/> with the numbers of the ranks. With <see cref="LocalSteps"/>, weights are compared after an
    /// average. Default 1000; accepted: 0 or more. 0: never. Has no effect without <see cref="GradientExchange"/>.
    /// </remarks>
    public int WeightCheckInterval
    {
        get;
        init => field = Guard.NotNegative(value);
    } = DefaultWeightCheckInterval;

    /// <summary>Whether each rank takes steps on its own between two averages of the weights.</summary>
    internal bool TakesLocalSteps => GradientExchange is not null && LocalSteps > 1;

    /// <summary>The metrics that are measured only because an option or a callback asks for them.</summary>
    internal ImmutableArray<TrainingMetric> FurtherMetrics => MonitoredMetrics.Further(this);

    /// <summary>Whether <c>Fit</c> standardizes the features and folds the scales into the weights of the first layer.</summary>
    /// <remarks>
    /// <para>A network learns slowly, or not at all, from features whose size or mean is far from 1 and 0. With this option, the network
    /// trains on (x - mean) / deviation, with the mean and the standard deviation of each feature over the training rows, which count with
    /// their weights. Features of which at most a quarter are nonzero (sparse features), or for which the first layer has no bias, are only
    /// divided by the root mean square of their nonzero values, so that zeros stay zeros.</para>
    /// <para>Before a convolution without padding, each channel of the picture or feature of the sequence has one mean and one deviation, at
    /// all places. Before a convolution with padding, a recurrent layer, or a dense layer over the last axis of a picture or sequence, and
    /// before a convolution if the features are sparse, have lengths or the layer has no bias, all features are divided by one number, the root
    /// mean square of all nonzero values.</para>
    /// <para>Bytes are pixels. Before a dense layer too, the bytes of a channel share a mean and a deviation if the input shape of the
    /// network is [height, width, channels]; otherwise all bytes share them. In the cases in which other features are only divided by a
    /// number, bytes are scaled to numbers from 0 to 1, which changes nothing for the default scale, 1/255.</para>
    /// <para>Nothing of this is left when the training ends: the weights W and b of the first layer become W / deviation and b - W mean /
    /// deviation, and the network takes features as they are. Initial weights, penalties, norm limits and gradient clipping apply to the
    /// weights for standardized features. A network that has been trained, or whose weights have been set, goes on from the same outputs
    /// for the same features.</para>
    /// <para>A stream is read once more, before the first epoch. Default false. The option needs a first layer (after layers such as
    /// Flatten, which change no values) that is <see cref="Dense"/>, a convolution, <see cref="SimpleRNN"/>, <see cref="LSTM"/> or
    /// <see cref="GRU"/>, and is not frozen. Otherwise it has no effect, and <see cref="TrainingHistory.Warnings"/> says so.</para>
    /// </remarks>
    public bool StandardizeFeatures { get; init; }

    /// <summary>Whether <c>Fit</c> standardizes the targets of a regression and folds the scale into the weights of the last layer.</summary>
    /// <remarks>
    /// <para>With this option, the network trains on (y - mean) / deviation, with the mean and the standard deviation over the training
    /// rows, which count with their weights; all outputs share them. When the training ends, the weights W and b of the last layer become W
    /// deviation and b deviation + mean, so that the network predicts targets as they are. Without a bias in the last layer, the mean stays
    /// 0.</para>
    /// <para>Losses, errors and the limits of <see cref="EarlyStopping"/> and <see cref="Huber"/> are in the units of the targets. Initial
    /// weights, penalties, norm limits and gradient clipping apply to the weights for standardized targets: the loss of a training with
    /// penalties is deviation² (<see cref="MeanAbsoluteError"/>: deviation) times the loss, penalties included, of the standardized one.
    /// A network that has been trained, or whose weights have been set, goes on from the same outputs.</para>
    /// <para>A stream is read once more, before the first epoch. Default false. Has no effect unless the last layer is <see cref="Dense"/>
    /// with the activation <see cref="Activation.Linear"/> and the loss is <see cref="MeanSquaredError"/>, <see cref="MeanAbsoluteError"/>
    /// or <see cref="Huber"/>.</para>
    /// </remarks>
    public bool StandardizeTargets { get; init; }

    /// <summary>Returns the loss to minimise for a network: <see cref="Loss"/>, or the default for the network's last layer.</summary>
    /// <param name="spec">The network.</param>
    public LossSpec LossFor(NetworkSpec spec) => Loss ?? LossSpec.DefaultFor(spec);

    /// <summary>Splits data into training and validation rows; as in Keras, the number of training rows is rounded down.</summary>
    /// <exception cref="ArgumentException">The split leaves no rows for training or no rows for validation.</exception>
    /// <returns>Null if <see cref="ValidationSplit"/> is 0 or replaced by <see cref="ValidationData"/>.</returns>
    internal DataSplit? Split(TrainingData data, NetworkSpec spec)
    {
        if (ValidationSplit == 0 || ValidationData is not null)
        {
            return null;
        }

        int count = (int)(data.RowCount * (1 - ValidationSplit));
        DataSplit? split = count > 0 && count < data.RowCount
            ? DataSplit.Create(data, count, ValidationRows, LossFor(spec).IsClassification, Seed)
            : null;
        return split is { Validation.RowCount: > 0 }
            ? split
            : throw new ArgumentException(
                $"ValidationSplit {ValidationSplit} of {data.RowCount} rows leaves no rows for training or none for validation.",
                nameof(ValidationSplit));
    }

    /// <summary>Throws if the options do not fit the network.</summary>
    internal void Check(NetworkSpec spec)
    {
        ComputeBackends.Require(Backend, spec);
        LossSpec loss = LossFor(spec);
        loss.Check(spec);
        if (spec.TrainableParameterCount == 0)
        {
            string reason = spec.Parameters.IsEmpty ? "none of its layers has parameters" : "all its layers with parameters are frozen";
            throw new ArgumentException($"The network has nothing to train: {reason}.", nameof(spec));
        }

        if (ClassWeights.Length > 0 && !loss.IsClassification)
        {
            throw new ArgumentException($"ClassWeights needs a classification loss; the loss is {loss}.", nameof(ClassWeights));
        }

        Augmentation?.Check(spec);
        MonitoredMetrics.Check(this, spec);
        foreach (TrainingCallback callback in Callbacks)
        {
            callback.Check(this);
        }

        ValidationData?.Check(spec, loss, nameof(ValidationData));
    }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
