using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A neural network: an architecture and its weights.</summary>
/// <remarks>
/// Weights are replaced, never changed in place: a <see cref="Predictor"/> keeps the weights that the network had when the predictor was
/// made, and predictors may be made on several threads. The other methods are for one thread at a time.
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

    // Whether the trainer is this network's own, for TrainOnBatch.
    private bool _keepsTrainer;

    /// <summary>Makes a network with initial weights, as each layer's initializers have them.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="seed">What random initial weights are drawn from. Default 0.</param>
    public Network(NetworkSpec spec, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = [.. spec.Parameters.Select((parameter, i) => Initial(parameter, seed, i))];
        _batchesTracked = NoBatches(spec);
    }

    /// <summary>Makes a network with given weights; see <see cref="SetWeights(IEnumerable{NamedTensor})"/>.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice, or has another shape than the architecture's.</exception>
    public Network(NetworkSpec spec, IEnumerable<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = WeightBinder.Bind(spec, weights);
        _batchesTracked = NoBatches(spec);
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <inheritdoc cref="NetworkSpec.Summary"/>
    public string Summary() => Spec.Summary();

    /// <summary>
    /// Trains on <paramref name="data"/> in mini-batches, from the present weights and with a new optimizer state, or where
    /// <see cref="FitOptions.ResumeFrom"/> says. A training by <see cref="TrainOnBatch"/> ends.
    /// </summary>
    /// <param name="data">One row or more.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after each batch, on the calling thread.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>Loss and metrics per epoch.</returns>
    /// <exception cref="ArgumentException">The data, the loss or the checkpoint do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network has the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite; the network has the weights from before that batch.</exception>
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
            throw new ArgumentException("There are no rows to learn from.", nameof(data));
        }

        (TrainingData training, TrainingData? validation) = options.Split(data);
        using MemoryBatches batches = new(training, options);
        return Fit(batches, validation, options, progress, cancellation);
    }

    /// <summary>
    /// Trains on rows that are read anew for each epoch, <see cref="FitOptions.PoolSize"/> at a time, from the present weights and with a
    /// new optimizer state, or where <see cref="FitOptions.ResumeFrom"/> says. With all rows in one pool, the result is that of data in
    /// memory, bit for bit.
    /// </summary>
    /// <param name="stream">One row or more.</param>
    /// <param name="options">How to train; without <see cref="FitOptions.ValidationSplit"/>, which needs all rows.</param>
    /// <param name="progress">Told after each batch, on the calling thread.</param>
    /// <param name="cancellation">Looked at before each batch, and given to the stream.</param>
    /// <returns>Loss and metrics per epoch.</returns>
    /// <exception cref="ArgumentException">The rows, the loss, the options or the checkpoint do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network has the weights trained so far.</exception>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite; the network has the weights from before that batch.</exception>
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
                $"ValidationSplit is {options.ValidationSplit}, but the last rows of a stream cannot be told; accepted: 0, or ValidationData.",
                nameof(options));
        }

        using StreamedBatches batches = new(stream, Spec, options, cancellation);
        return Fit(batches, options.ValidationData, options, progress, cancellation);
    }

    /// <summary>
    /// One optimizer step on all rows of <paramref name="batch"/>. The optimizer's state is kept from call to call as long as the options
    /// stay equal; other options, another <c>Fit</c>, <see cref="CreateTrainer"/> or new weights end it. The network has the new weights at
    /// once. Nothing has to be disposed of: threads end by themselves when they are idle.
    /// </summary>
    /// <param name="batch">One row or more.</param>
    /// <param name="options">Optimizer, loss, class weights, seed (for dropout), threads and backend.</param>
    /// <returns>The batch's loss and metrics from before the step, with dropout on.</returns>
    /// <exception cref="ArgumentException">The batch or the loss do not fit the network, or the batch is empty.</exception>
    /// <exception cref="InvalidOperationException">A trainer from <see cref="CreateTrainer"/> is at work.</exception>
    /// <exception cref="NotSupportedException">
    /// The backend lacks a layer, or its sessions must be disposed of: use <see cref="CreateTrainer"/> then.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite; the step was not taken.</exception>
    public EvaluationResult TrainOnBatch(TrainingData batch, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Backend.SessionsNeedDisposal)
        {
            throw new NotSupportedException(
                $"TrainOnBatch keeps its session from call to call, but sessions of the backend '{options.Backend.Name}' must be disposed of: "
                + "use CreateTrainer and dispose the trainer.");
        }

        if (!_keepsTrainer || (!ReferenceEquals(_trainer!.Options, options) && _trainer.Options != options))
        {
            CreateTrainer(options);
            _keepsTrainer = true;
        }

        return _trainer!.TrainOnBatch(batch);
    }

    /// <summary>
    /// Begins a training whose batches the caller chooses. The network has the new weights after each batch; until the trainer is
    /// disposed it accepts no others. A training by <see cref="TrainOnBatch"/> ends.
    /// </summary>
    /// <param name="options">Optimizer, loss, seed (for dropout), threads and backend. What concerns the choice of batches is not used.</param>
    /// <exception cref="ArgumentException">The loss does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is already being trained.</exception>
    public BatchTrainer CreateTrainer(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(Spec);
        EndKeptTraining();
        ThrowIfTraining();
        return _trainer = new BatchTrainer(this, options);
    }

    /// <summary>The loss and metrics on all rows of <paramref name="data"/>, with dropout off.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="loss">Default: the one that goes with the last layer, see <see cref="LossSpec.DefaultFor"/>.</param>
    /// <param name="backend">What does the arithmetic. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentException">The data or the loss do not fit the network.</exception>
    /// <exception cref="NotSupportedException">The backend lacks a layer.</exception>
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

    /// <summary>The network's outputs (probabilities, after softmax), with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values for each row, row after row.</param>
    /// <param name="backend">What does the arithmetic. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentException">The features have another width, or the destination is too short.</exception>
    /// <exception cref="NotSupportedException">The backend lacks a layer.</exception>
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

    /// <summary>Makes a predictor over the present weights, for use on one thread. Predictors share the weights.</summary>
    /// <param name="maxBatch">How many rows are computed together: what its buffers are made for. Default 1; accepted: 1 or more.</param>
    /// <param name="logits">
    /// Whether it gives what the last activation would be computed from: of a sigmoid or softmax the logits, which tell apart what the
    /// probabilities round to 0 or 1. Default false.
    /// </param>
    /// <param name="backend">What does the arithmetic. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> is below 1.</exception>
    /// <exception cref="NotSupportedException">The backend lacks a layer.</exception>
    public Predictor CreatePredictor(int maxBatch = 1, bool logits = false, IComputeBackend? backend = null)
    {
        Guard.Accept(maxBatch >= 1, maxBatch, nameof(maxBatch), "1 or more");
        ScorerOptions options = new() { BatchSize = maxBatch, Threads = 1, Logits = logits };
        return new Predictor(Spec, backend is null ? SharedScorer.Share(options) : CreateScorer(backend, options), maxBatch);
    }

    /// <summary>The gradient of the mean loss over a batch with respect to each parameter, penalties included.</summary>
    /// <param name="batch">One row or more.</param>
    /// <param name="loss">Default: the one that goes with the last layer, see <see cref="LossSpec.DefaultFor"/>.</param>
    /// <param name="training">
    /// Whether as in the first step of a training with the seed 0: dropout on, statistics of the batch where layers normalize. Default false:
    /// as <see cref="Evaluate"/> has it.
    /// </param>
    /// <param name="backend">What does the arithmetic. Default: <see cref="ComputeBackends.Default"/>.</param>
    /// <returns>One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order; 0 for those that are not trained.</returns>
    /// <exception cref="ArgumentException">The data or the loss do not fit the network, or the batch is empty.</exception>
    /// <exception cref="NotSupportedException">The backend lacks a layer.</exception>
    public IReadOnlyList<NamedTensor> ComputeGradients(
        TrainingData batch, LossSpec? loss = null, bool training = false, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FitOptions options = new() { Optimizer = new Sgd(), Loss = loss, Threads = 1, Backend = backend ?? ComputeBackends.Default };
        options.Check(Spec);
        batch.Check(Spec, options.LossFor(Spec), nameof(batch));
        if (batch.RowCount == 0)
        {
            throw new ArgumentException("There are no rows to take a gradient over.", nameof(batch));
        }

        using ITrainingSession session = options.Backend.CreateSession(Spec, CurrentWeights, options);
        return session.ComputeGradients(batch, [.. Enumerable.Range(0, batch.RowCount)], training);
    }

    internal void EndTraining() => (_trainer, _keepsTrainer) = (null, false);

    private TrainingHistory Fit(
        BatchSource batches,
        TrainingData? validation,
        FitOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        options.ResumeFrom?.Check(TrainingIdentity.Of(Spec, options, batches));
        EndKeptTraining();
        ThrowIfTraining();
        if (options.ResumeFrom is { } checkpoint)
        {
            Restore([.. checkpoint.Weights], checkpoint.BatchesTracked);
        }

        using BatchTrainer trainer = CreateTrainer(options);
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

    private void EndKeptTraining()
    {
        if (_keepsTrainer)
        {
            _trainer!.Dispose();
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
