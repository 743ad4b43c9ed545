using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>A neural network: an architecture and its weights.</summary>
/// <remarks>
/// Training replaces weights and never changes them in place. A <see cref="Predictor"/> therefore keeps the weights that the network had
/// when the predictor was created. Methods that only read the weights may be called on any thread at any time, also during training: they
/// use the weights after the last step. Methods that change the weights (<c>Fit</c>, <see cref="TrainOnBatch"/>,
/// <see cref="CreateTrainer"/> and <c>SetWeights</c>) throw an <see cref="InvalidOperationException"/> while another such call runs.
/// </remarks>
/// <example>
/// <code>
/// Network network = new(new NetworkSpec([784], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1);
/// network.Fit(new ByteFeatures(pixels, 784), digits, new FitOptions { Epochs = 5 });
/// Console.WriteLine(network.Evaluate(test).Accuracy);
/// </code>
/// </example>
public sealed partial class Network
{
    // Begun by each call that changes the weights, so that a second one throws.
    private ExclusiveUse _training;

    private volatile BatchTrainer? _trainer;

    // True if TrainOnBatch created the trainer. The network then disposes the trainer.
    private bool _ownsTrainer;

    /// <summary>Creates a network with initial weights from its layers' initializers.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="seed">The seed for random initial weights. Default 0.</param>
    /// <exception cref="NotSupportedException">
    /// No registered backend has the code of a <see cref="ModuleLayer"/>, whose weights it must give.
    /// </exception>
    public Network(NetworkSpec spec, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _snapshot = new(spec, InitialWeights.Create(spec, seed), BatchCounters.Zeros(spec));
        HasInitialWeights = true;
    }

    /// <summary>Creates a network with given weights; see <see cref="SetWeights(IEnumerable{NamedTensor})"/>.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The weights with the names of the network's parameters, in any order.</param>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice or has the wrong shape.</exception>
    public Network(NetworkSpec spec, IEnumerable<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _snapshot = new(spec, WeightBinder.Bind(spec, weights), BatchCounters.Zeros(spec));
    }

    private Network(NetworkSpec spec, WeightSnapshot snapshot)
    {
        Spec = spec;
        _snapshot = snapshot;
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <inheritdoc cref="NetworkSpec.Summary"/>
    public string Summary() => Spec.Summary();

    /// <summary>Trains the network on <paramref name="data"/> in mini-batches.</summary>
    /// <remarks>
    /// The training starts with the current weights and a new optimizer state, or resumes from <see cref="FitOptions.ResumeFrom"/>. A
    /// training with <see cref="TrainOnBatch"/> ends.
    /// </remarks>
    /// <param name="data">The training data: one row or more.</param>
    /// <param name="options">The training options. Default null: <see cref="FitOptions"/> with its defaults.</param>
    /// <param name="progress">Receives the progress after each batch, on the calling thread.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    /// <returns>The loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The data, the loss or the checkpoint does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another call that trains the network has not returned, or the ranks of an exchange have different weights.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was cancelled. The network keeps the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became NaN or infinite. The network keeps its last finite weights. Not thrown if
    /// <see cref="EarlyStopping.RestoreBestWeights"/> is true and an epoch had finite results: the network then receives the weights of the
    /// best epoch, and <see cref="TrainingHistory.Divergence"/> is set. Not thrown with <see cref="TerminateOnNaN"/> either.
    /// </exception>
    public TrainingHistory Fit(
        TrainingData data,
        FitOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        BeginTraining();
        try
        {
            options ??= new FitOptions();
            options.Check(Spec);
            data.Check(Spec, options.LossFor(Spec), nameof(data));
            if (data.RowCount == 0)
            {
                throw new ArgumentException("There are no rows to train on.", nameof(data));
            }

            DataSplit? split = options.Split(data, Spec);
            TrainingData training = split?.Training ?? data;
            TrainingData? validation = split?.Validation ?? options.ValidationData;
            HeldOutClasses classes = HeldOutClasses.Find(training, validation, options.LossFor(Spec), split?.AvoidedClasses);
            using MemoryBatches batches = new(training, options);
            return Fit(batches, [training], validation, options, progress, cancellation).With(classes);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Trains the network on features and targets; see <see cref="Fit(TrainingData, FitOptions, IProgress{TrainingProgress}, CancellationToken)"/>.</summary>
    /// <param name="features">The inputs: one row or more. An array of rows is accepted.</param>
    /// <param name="targets">The target of each row. An array is accepted: of class indices, of numbers or of rows of numbers.</param>
    /// <param name="options">The training options. Default null: <see cref="FitOptions"/> with its defaults.</param>
    /// <param name="progress">Receives the progress after each batch, on the calling thread.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    /// <returns>The loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The data, the loss or the checkpoint does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another call that trains the network has not returned, or the ranks of an exchange have different weights.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was cancelled. The network keeps the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became NaN or infinite. The network keeps its last finite weights. Not thrown if
    /// <see cref="EarlyStopping.RestoreBestWeights"/> is true and an epoch had finite results: the network then receives the weights of the
    /// best epoch, and <see cref="TrainingHistory.Divergence"/> is set. Not thrown with <see cref="TerminateOnNaN"/> either.
    /// </exception>
    /// <example>
    /// <code>
    /// float[][] x = [[0, 0], [0, 1], [1, 0], [1, 1]];
    /// float[] y = [0, 1, 1, 2];
    /// Network sum = new(new NetworkSpec([2], [new Dense(1)]));
    /// sum.Fit(x, y, new FitOptions { Optimizer = new Sgd(0.1), Epochs = 500 });
    /// float[][] outputs = sum.Predict(x);
    /// </code>
    /// </example>
    public TrainingHistory Fit(
        FeatureMatrix features,
        Targets targets,
        FitOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Fit(new TrainingData(features, targets), options, progress, cancellation);

    /// <summary>Trains the network on a stream, which is read once per epoch, <see cref="FitOptions.PoolSize"/> rows at a time.</summary>
    /// <remarks>
    /// The training starts with the current weights and a new optimizer state, or resumes from <see cref="FitOptions.ResumeFrom"/>. A
    /// training with <see cref="TrainOnBatch"/> ends. If the stream has at most <see cref="FitOptions.PoolSize"/> rows, the weights equal
    /// those from training on <see cref="TrainingData"/>, bit for bit.
    /// </remarks>
    /// <param name="stream">The training data: one row or more.</param>
    /// <param name="options">
    /// The training options. <see cref="FitOptions.ValidationSplit"/> is not accepted, since it needs all rows in memory. Default null:
    /// <see cref="FitOptions"/> with its defaults.
    /// </param>
    /// <param name="progress">Receives the progress after each batch, on the calling thread.</param>
    /// <param name="cancellation">Checked before each batch and passed to the stream.</param>
    /// <returns>The loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The rows, the loss, the options or the checkpoint does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another call that trains the network has not returned, or the ranks of an exchange have different weights.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was cancelled. The network keeps the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became NaN or infinite. The network keeps its last finite weights. Not thrown if
    /// <see cref="EarlyStopping.RestoreBestWeights"/> is true and an epoch had finite results: the network then receives the weights of the
    /// best epoch, and <see cref="TrainingHistory.Divergence"/> is set. Not thrown with <see cref="TerminateOnNaN"/> either.
    /// </exception>
    public TrainingHistory Fit(
        TrainingStream stream,
        FitOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        BeginTraining();
        try
        {
            options ??= new FitOptions();
            options.Check(Spec);
            if (options.ValidationSplit > 0 && options.ValidationData is null)
            {
                throw new ArgumentException(
                    $"ValidationSplit is {options.ValidationSplit}, but the last rows of a stream are unknown; accepted: 0, or ValidationData.",
                    nameof(options));
            }

            MonitoredMetrics.Check(options, Spec, isStream: true);
            using StreamedBatches batches = new(stream, Spec, options, cancellation);
            TrainingHistory history = Fit(batches, batches.ReadPools(cancellation), options.ValidationData, options, progress, cancellation);
            return history.With(batches.HeldOutClasses);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Takes one optimizer step on all rows of <paramref name="batch"/>.</summary>
    /// <remarks>
    /// Calls with equal options continue the same training: the optimizer's state is kept between them. The training ends with a call with
    /// different options, a call of <c>Fit</c> or <see cref="CreateTrainer"/>, or when the weights are set. The network has the new weights
    /// after each call. Nothing needs to be disposed: idle threads end by themselves. With <see cref="FitOptions.GradientExchange"/>, all
    /// ranks make the same calls, each with rows of its own; see <see cref="BatchTrainer.TrainOnBatch"/>.
    /// </remarks>
    /// <param name="batch">The rows: one or more.</param>
    /// <param name="options">
    /// The training options. Used: optimizer, loss, class weights, seed (for dropout), threads, backend, exchange and weight checks.
    /// </param>
    /// <returns>The batch's loss and metrics before the step, with dropout on.</returns>
    /// <exception cref="ArgumentException">The batch or the loss does not fit the network, or the batch is empty.</exception>
    /// <exception cref="InvalidOperationException">
    /// A trainer from <see cref="CreateTrainer"/> has not been disposed, or another call that trains the network has not returned.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The backend does not support a layer, or its sessions must be disposed; in that case, use <see cref="CreateTrainer"/>.
    /// </exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss is NaN or infinite, and the step was not taken. Weights that are NaN or infinite cause this exception when they are read;
    /// see <see cref="BatchTrainer"/>.
    /// </exception>
    public EvaluationResult TrainOnBatch(TrainingData batch, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Backend.SessionsNeedDisposal)
        {
            throw new NotSupportedException(
                $"TrainOnBatch keeps its session from call to call, but sessions of the backend '{options.Backend.Name}' must be disposed: "
                + "use CreateTrainer and dispose the trainer.");
        }

        BeginTraining();
        try
        {
            if (!_ownsTrainer || (!ReferenceEquals(_trainer!.Options, options) && _trainer.Options != options))
            {
                StartOwnTrainer(options);
                _ownsTrainer = true;
            }

            return _trainer!.StepOnAllRows(batch);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Creates a trainer, which trains the network on batches that the caller chooses.</summary>
    /// <remarks>
    /// The network has the new weights after each batch. Until the trainer is disposed, the network's weights cannot be set. A training
    /// with <see cref="TrainOnBatch"/> ends. With <see cref="FitOptions.GradientExchange"/>, all ranks make the same calls, and start with the
    /// weights of rank 0.
    /// </remarks>
    /// <param name="options">
    /// The training options. Used: optimizer, loss, class weights, seed (for dropout), threads, backend, exchange and weight checks.
    /// </param>
    /// <exception cref="ArgumentException">The loss does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is already being trained.</exception>
    public BatchTrainer CreateTrainer(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BeginTraining();
        try
        {
            return StartOwnTrainer(options);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Begins a call that changes the weights. The caller must call <see cref="EndTraining"/>.</summary>
    /// <exception cref="InvalidOperationException">Another such call has not returned.</exception>
    internal void BeginTraining()
    {
        if (!_training.TryBegin())
        {
            throw new InvalidOperationException(
                "The network is being trained by another call, on another thread or in a callback. "
                + "Train it by one call at a time, or train a second network.");
        }
    }

    /// <summary>Ends a call that <see cref="BeginTraining"/> began.</summary>
    internal void EndTraining() => _training.End();

    /// <summary>Detaches the trainer from the network. The trainer calls this method when it is disposed.</summary>
    internal void Detach() => (_trainer, _ownsTrainer) = (null, false);

    // Trains on batches. Their rows are read once before if the options ask for standardized numbers.
    private TrainingHistory Fit(
        BatchSource batches,
        IEnumerable<TrainingData> rows,
        TrainingData? validation,
        FitOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        MonitoredMetrics.CheckData(options, Spec, batches.AllRows, validation);
        TrainingIdentity identity = TrainingIdentity.Create(Spec, options, batches);
        EndTrainer();
        options = AgreeWithRanks(options, identity, batches.AllRows, validation);
        options.ResumeFrom?.Check(identity);
        (WeightSnapshot snapshot, bool hadInitialWeights) = (_snapshot, HasInitialWeights);
        BatchTrainer? trainer = null;
        try
        {
            if (options.ResumeFrom is { } checkpoint)
            {
                Restore([.. checkpoint.Weights], checkpoint.BatchesTracked);
            }
            else
            {
                // These stay the network's if nothing is trained: those of the other ranks do not count.
                TakeWeightsOfRank0(options);
                (snapshot, hadInitialWeights) = (_snapshot, HasInitialWeights);
            }

            // Each rank has all rows in memory, but of a stream only its own.
            IGradientExchange? rankRows = batches.AllRows is null ? options.GradientExchange : null;
            options = WithStandardization(options, rows, () => MustStop(options, progress, cancellation), rankRows);
            trainer = StartTrainer(options);
            if (options.ResumeFrom is not null)
            {
                RestoreOptimizer(trainer, options.ResumeFrom);
            }

            FitLoop loop = new(this, trainer, batches, validation, options, progress, cancellation);
            TrainingHistory history = loop.Run();
            trainer.Dispose();
            if (loop.BestWeights is { } best)
            {
                Replace(best, steps: 0);
            }

            return history;
        }
        catch when (trainer is null or { Steps: 0 })
        {
            // Nothing is trained: the network is as it was before.
            (_snapshot, HasInitialWeights) = (snapshot, hadInitialWeights);
            throw;
        }
        finally
        {
            // After an exception, the network keeps the weights trained so far, or the last finite ones if those are not finite.
            trainer?.EndAfterException();
        }
    }

    // Which tensors an optimizer needs is known to the backend, so they are not checked when a checkpoint is read.
    private static void RestoreOptimizer(BatchTrainer trainer, TrainingCheckpoint checkpoint)
    {
        try
        {
            trainer.Restore(checkpoint.Optimizer);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"ResumeFrom is a damaged checkpoint: {e.Message}", "options", e);
        }
    }

    private BatchTrainer StartTrainer(FitOptions options)
    {
        options.Check(Spec);
        EndTrainer();
        return _trainer = new BatchTrainer(this, options);
    }

    // Ends a training with TrainOnBatch. Throws if the caller has a trainer, or if the last weights are not finite, unless they are about to
    // be replaced.
    private void EndTrainer(bool replacesWeights = false)
    {
        if (_ownsTrainer && _trainer is { } trainer && !trainer.End() && !replacesWeights)
        {
            throw TrainingDivergedException.ForWeights(trainer);
        }

        if (_trainer is not null)
        {
            throw new InvalidOperationException("The network is being trained: dispose its trainer first.");
        }
    }
}
