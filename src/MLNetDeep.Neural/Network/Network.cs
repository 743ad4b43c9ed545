using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A neural network: an architecture and its weights.</summary>
/// <remarks>
/// Training replaces weights and never changes them in place. A <see cref="Predictor"/> therefore keeps the weights that the network had
/// when the predictor was created. <see cref="CreatePredictor"/> is thread-safe. All other methods must be called by one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// Network network = new(new NetworkSpec([784], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1);
/// network.Fit(new TrainingData(new ByteFeatures(pixels, 784), digits), new FitOptions { Epochs = 5 });
/// Console.WriteLine(network.Evaluate(test).Accuracy);
/// </code>
/// </example>
public sealed partial class Network
{
    private BatchTrainer? _trainer;

    // True if TrainOnBatch created the trainer. The network then disposes the trainer.
    private bool _ownsTrainer;

    /// <summary>Creates a network with initial weights from its layers' initializers.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="seed">The seed for random initial weights. Default 0.</param>
    public Network(NetworkSpec spec, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = [.. spec.Parameters.Select((parameter, i) => CreateInitialTensor(parameter, seed, i))];
        _batchesTracked = ZeroBatchCounters(spec);
    }

    /// <summary>Creates a network with given weights; see <see cref="SetWeights(IEnumerable{NamedTensor})"/>.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The weights with the names of the network's parameters, in any order.</param>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice or has the wrong shape.</exception>
    public Network(NetworkSpec spec, IEnumerable<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = WeightBinder.Bind(spec, weights);
        _batchesTracked = ZeroBatchCounters(spec);
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
    /// <param name="options">The training options.</param>
    /// <param name="progress">Receives the progress after each batch, on the calling thread.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    /// <returns>The loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The data, the loss or the checkpoint does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled. The network keeps the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became NaN or infinite. The network keeps its last finite weights. Not thrown if
    /// <see cref="EarlyStopping.RestoreBestWeights"/> is true and an epoch had finite results: the network then receives the weights of the
    /// best epoch, and <see cref="TrainingHistory.Divergence"/> is set.
    /// </exception>
    public TrainingHistory Fit(
        TrainingData data,
        FitOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(Spec);
        data.Check(Spec, options.LossFor(Spec), nameof(data));
        if (data.RowCount == 0)
        {
            throw new ArgumentException("There are no rows to train on.", nameof(data));
        }

        (TrainingData training, TrainingData? validation) = options.Split(data);
        using MemoryBatches batches = new(training, options);
        return Fit(batches, validation, options, progress, cancellation);
    }

    /// <summary>Trains the network on a stream, which is read once per epoch, <see cref="FitOptions.PoolSize"/> rows at a time.</summary>
    /// <remarks>
    /// The training starts with the current weights and a new optimizer state, or resumes from <see cref="FitOptions.ResumeFrom"/>. A
    /// training with <see cref="TrainOnBatch"/> ends. If all rows fit in one pool, the weights equal those from training on
    /// <see cref="TrainingData"/>, bit for bit.
    /// </remarks>
    /// <param name="stream">The training data: one row or more.</param>
    /// <param name="options">
    /// The training options. <see cref="FitOptions.ValidationSplit"/> is not accepted, since it needs all rows in memory.
    /// </param>
    /// <param name="progress">Receives the progress after each batch, on the calling thread.</param>
    /// <param name="cancellation">Checked before each batch and passed to the stream.</param>
    /// <returns>The loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The rows, the loss, the options or the checkpoint does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled. The network keeps the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became NaN or infinite. The network keeps its last finite weights. Not thrown if
    /// <see cref="EarlyStopping.RestoreBestWeights"/> is true and an epoch had finite results: the network then receives the weights of the
    /// best epoch, and <see cref="TrainingHistory.Divergence"/> is set.
    /// </exception>
    public TrainingHistory Fit(
        TrainingStream stream,
        FitOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(Spec);
        if (options.ValidationSplit > 0 && options.ValidationData is null)
        {
            throw new ArgumentException(
                $"ValidationSplit is {options.ValidationSplit}, but the last rows of a stream are unknown; accepted: 0, or ValidationData.",
                nameof(options));
        }

        using StreamedBatches batches = new(stream, Spec, options, cancellation);
        return Fit(batches, options.ValidationData, options, progress, cancellation);
    }

    /// <summary>Takes one optimizer step on all rows of <paramref name="batch"/>.</summary>
    /// <remarks>
    /// Calls with equal options continue the same training: the optimizer's state is kept between them. The training ends with a call with
    /// different options, a call of <c>Fit</c> or <see cref="CreateTrainer"/>, or when the weights are set. The network has the new weights
    /// after each call. Nothing needs to be disposed: idle threads end by themselves.
    /// </remarks>
    /// <param name="batch">The rows: one or more.</param>
    /// <param name="options">The training options. Used: optimizer, loss, class weights, seed (for dropout), threads and backend.</param>
    /// <returns>The batch's loss and metrics before the step, with dropout on.</returns>
    /// <exception cref="ArgumentException">The batch or the loss does not fit the network, or the batch is empty.</exception>
    /// <exception cref="InvalidOperationException">A trainer from <see cref="CreateTrainer"/> has not been disposed.</exception>
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

        if (!_ownsTrainer || (!ReferenceEquals(_trainer!.Options, options) && _trainer.Options != options))
        {
            CreateTrainer(options);
            _ownsTrainer = true;
        }

        return _trainer!.TrainOnBatch(batch);
    }

    /// <summary>Creates a trainer, which trains the network on batches that the caller chooses.</summary>
    /// <remarks>
    /// The network has the new weights after each batch. Until the trainer is disposed, the network's weights cannot be set. A training
    /// with <see cref="TrainOnBatch"/> ends.
    /// </remarks>
    /// <param name="options">
    /// The training options. Used: optimizer, loss, class weights, seed (for dropout), threads and backend.
    /// </param>
    /// <exception cref="ArgumentException">The loss does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is already being trained.</exception>
    public BatchTrainer CreateTrainer(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(Spec);
        EndTrainOnBatch();
        ThrowIfTraining();
        return _trainer = new BatchTrainer(this, options);
    }

    /// <summary>Computes the loss and metrics on all rows of <paramref name="data"/>, with dropout off.</summary>
    /// <param name="data">The rows to evaluate.</param>
    /// <param name="loss">The loss. Default: <see cref="LossSpec.DefaultFor"/> of the network.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentException">The data or the loss does not fit the network.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public EvaluationResult Evaluate(TrainingData data, LossSpec? loss = null, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        loss ??= LossSpec.DefaultFor(Spec);
        loss.Check(Spec);
        data.Check(Spec, loss, nameof(data));
        if (backend is null)
        {
            return SharedScorer.Evaluate(data, loss);
        }

        using IScorer scorer = CreateScorer(backend, new ScorerOptions());
        return scorer.Evaluate(data, loss);
    }

    /// <summary>Computes the network's outputs, with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentException">The features have the wrong kind or width, or the destination is too short.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public void Predict(FeatureMatrix features, Span<float> destination, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        PredictionArguments.Check(Spec, features, destination);
        if (backend is null)
        {
            SharedScorer.Predict(features, destination);
            return;
        }

        using IScorer scorer = CreateScorer(backend, new ScorerOptions());
        scorer.Predict(features, destination);
    }

    /// <summary>Creates a predictor with the current weights, for use by one thread at a time.</summary>
    /// <remarks>All predictors with the same weights share them in memory.</remarks>
    /// <param name="maxBatch">The maximum number of rows that are computed together. Default 1; accepted: 1 or more.</param>
    /// <param name="logits">
    /// Whether outputs are logits: the values before the last layer's activation. Logits tell rows apart even where probabilities round to
    /// 0 or 1. Default false.
    /// </param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> is below 1.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public Predictor CreatePredictor(int maxBatch = 1, bool logits = false, IComputeBackend? backend = null)
    {
        Guard.Accept(maxBatch >= 1, maxBatch, nameof(maxBatch), "1 or more");
        ScorerOptions options = new() { BatchSize = maxBatch, Threads = 1, Logits = logits };
        return new Predictor(Spec, backend is null ? SharedScorer.Share(options) : CreateScorer(backend, options), maxBatch);
    }

    /// <summary>Computes the gradient of a batch's mean loss, including penalties, with respect to each parameter.</summary>
    /// <param name="batch">The rows: one or more.</param>
    /// <param name="loss">The loss. Default: <see cref="LossSpec.DefaultFor"/> of the network.</param>
    /// <param name="training">
    /// True for the gradient that the first step of a training with seed 0 would use, with dropout and batch statistics. False for the
    /// gradient of the loss that <see cref="Evaluate"/> computes. Default false.
    /// </param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <returns>
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order. Parameters that are not trained have zeros.
    /// </returns>
    /// <exception cref="ArgumentException">The data or the loss does not fit the network, or the batch is empty.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public IReadOnlyList<NamedTensor> ComputeGradients(
        TrainingData batch, LossSpec? loss = null, bool training = false, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FitOptions options = new() { Optimizer = new Sgd(), Loss = loss, Threads = 1, Backend = backend ?? ComputeBackends.Default };
        options.Check(Spec);
        batch.Check(Spec, options.LossFor(Spec), nameof(batch));
        if (batch.RowCount == 0)
        {
            throw new ArgumentException("The batch has no rows.", nameof(batch));
        }

        using ITrainingSession session = options.Backend.CreateSession(Spec, CurrentWeights, options);
        return session.ComputeGradients(batch, [.. Enumerable.Range(0, batch.RowCount)], training);
    }

    /// <summary>Detaches the trainer from the network. The trainer calls this method when it is disposed.</summary>
    internal void EndTraining() => (_trainer, _ownsTrainer) = (null, false);

    private TrainingHistory Fit(
        BatchSource batches,
        TrainingData? validation,
        FitOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        options.ResumeFrom?.Check(TrainingIdentity.Create(Spec, options, batches));
        EndTrainOnBatch();
        ThrowIfTraining();
        if (options.ResumeFrom is { } checkpoint)
        {
            Restore([.. checkpoint.Weights], checkpoint.BatchesTracked);
        }

        BatchTrainer trainer = CreateTrainer(options);
        try
        {
            if (options.ResumeFrom is not null)
            {
                trainer.Restore(options.ResumeFrom.Optimizer);
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
        finally
        {
            // After an exception, the network keeps the weights trained so far, or the last finite ones if those are not finite.
            trainer.End();
        }
    }

    // Throws if the last weights are not finite, unless they are about to be replaced.
    private void EndTrainOnBatch(bool replacesWeights = false)
    {
        if (_ownsTrainer && _trainer is { } trainer && !trainer.End() && !replacesWeights)
        {
            throw TrainingDivergedException.ForWeights(trainer.Position.Epoch, trainer.Position.Batch);
        }
    }

    private void ThrowIfTraining()
    {
        if (_trainer is not null)
        {
            throw new InvalidOperationException("The network is being trained: dispose its trainer first.");
        }
    }
}
