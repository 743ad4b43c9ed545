using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>A neural network: an architecture and its weights.</summary>
/// <remarks>
/// Weights are replaced, never changed in place: a <see cref="Predictor"/> keeps those that the network had when it was made, and
/// predictors may be made on several threads. The other methods are for one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// Network network = new(new NetworkSpec([784], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1);
/// network.Fit(new TrainingData(new ByteFeatures(pixels, 784), digits), new FitOptions { Epochs = 5 });
/// Console.WriteLine(network.Evaluate(test).Accuracy);
/// </code>
/// </example>
public sealed class Network
{
    private ImmutableArray<NamedTensor> _weights;
    private CpuModel? _model;
    private Trainer? _trainer;

    /// <summary>Makes a network with initial weights, as each layer's initializers have them.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="seed">What random initial weights are drawn from. Default 0.</param>
    public Network(NetworkSpec spec, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = [.. spec.Parameters.Select((parameter, i) => Initial(parameter, seed, i))];
    }

    /// <summary>Makes a network with given weights; see <see cref="SetWeights"/>.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice, or has another shape than the architecture's.</exception>
    public Network(NetworkSpec spec, IEnumerable<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _weights = WeightBinder.Bind(spec, weights);
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <inheritdoc cref="NetworkSpec.Summary"/>
    public string Summary() => Spec.Summary();

    /// <summary>Trains on <paramref name="data"/> in mini-batches, from the present weights and with a new optimizer state.</summary>
    /// <param name="data">One row or more.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after each batch, on the calling thread.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>Loss and accuracy per epoch.</returns>
    /// <exception cref="ArgumentException">The data or the loss do not fit the network.</exception>
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
        data.Check(Spec, options.Loss, nameof(data));
        if (data.RowCount == 0)
        {
            throw new ArgumentException("There are no rows to learn from.", nameof(data));
        }

        using Trainer trainer = CreateTrainer(options);
        return new FitLoop(trainer, data, options, progress, cancellation).Run();
    }

    /// <summary>
    /// Begins a training whose batches the caller chooses. The network has the new weights after each batch; until the trainer is
    /// disposed it accepts no others.
    /// </summary>
    /// <param name="options">Optimizer, loss, seed (for dropout), threads and backend. What concerns the choice of batches is not used.</param>
    /// <exception cref="ArgumentException">The loss does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network is already being trained.</exception>
    public Trainer CreateTrainer(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(Spec);
        ThrowIfTraining();
        return _trainer = new Trainer(this, options);
    }

    /// <summary>The loss and accuracy on all rows of <paramref name="data"/>, with dropout off.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="loss">Default: the one that goes with the last layer, see <see cref="LossSpec.DefaultFor"/>.</param>
    /// <exception cref="ArgumentException">The data or the loss do not fit the network.</exception>
    public EvaluationResult Evaluate(TrainingData data, LossSpec? loss = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        loss ??= LossSpec.DefaultFor(Spec);
        loss.Check(Spec);
        data.Check(Spec, loss, nameof(data));
        using ThreadTeam team = CpuForward.TeamFor(Spec, data.RowCount);
        return new CpuForward(Model, team, CpuForward.InferenceBatch, loss).Evaluate(data);
    }

    /// <summary>The network's outputs (probabilities, after softmax), with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values for each row, row after row.</param>
    /// <exception cref="ArgumentException">The features have another width, or the destination is too short.</exception>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(features);
        using ThreadTeam team = CpuForward.TeamFor(Spec, features.RowCount);
        new CpuForward(Model, team, CpuForward.InferenceBatch).Predict(features, destination);
    }

    /// <summary>Makes a predictor over the present weights, for use on one thread. Predictors share the weights.</summary>
    /// <param name="maxBatch">How many rows are computed together: what its buffers are made for. Default 1; accepted: 1 or more.</param>
    /// <param name="logits">
    /// Whether it gives what the last activation would be computed from: of a sigmoid or softmax the logits, which tell apart what the
    /// probabilities round to 0 or 1. Default false.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> is below 1.</exception>
    public Predictor CreatePredictor(int maxBatch = 1, bool logits = false) => new(Model, maxBatch, logits);

    /// <summary>The gradient of the mean loss over a batch with respect to each parameter, with dropout off.</summary>
    /// <param name="batch">One row or more.</param>
    /// <param name="loss">Default: the one that goes with the last layer, see <see cref="LossSpec.DefaultFor"/>.</param>
    /// <returns>One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</returns>
    /// <exception cref="ArgumentException">The data or the loss do not fit the network.</exception>
    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData batch, LossSpec? loss = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FitOptions options = new() { Optimizer = new Sgd(), Loss = loss ?? LossSpec.DefaultFor(Spec), Threads = 1 };
        options.Check(Spec);
        batch.Check(Spec, options.Loss, nameof(batch));
        using ITrainingSession session = CpuBackend.Instance.CreateSession(Spec, CurrentWeights, options);
        return session.ComputeGradients(batch, [.. Enumerable.Range(0, batch.RowCount)], training: false);
    }

    /// <summary>Copies of the weights, one per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    public IReadOnlyList<NamedTensor> GetWeights() => [.. CurrentWeights.Select(tensor => tensor.Copy())];

    /// <summary>Replaces all weights with copies of <paramref name="weights"/>, which are found by name, in any order.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice, or has another shape than the architecture's.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public void SetWeights(IEnumerable<NamedTensor> weights)
    {
        ThrowIfTraining();
        Replace(WeightBinder.Bind(Spec, weights));
    }

    /// <summary>Writes the weights as safetensors, with PyTorch's names and layout. The stream stays open.</summary>
    /// <param name="destination">Need not be able to seek.</param>
    public void SaveWeights(Stream destination) => SafetensorsWriter.Write(destination, CurrentWeights);

    /// <summary>Makes a network from an architecture and the weights that <see cref="SaveWeights"/> wrote.</summary>
    /// <param name="spec">The architecture; see <see cref="NetworkSpec.FromJson"/>.</param>
    /// <param name="weights">Safetensors, read to the end. Need not be able to seek; stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not valid, or its tensors are not those of the architecture.</exception>
    public static Network Load(NetworkSpec spec, Stream weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        IReadOnlyList<NamedTensor> tensors = SafetensorsReader.Read(weights);
        try
        {
            return new Network(spec, tensors);
        }
        catch (ArgumentException refused)
        {
            throw new InvalidDataException($"The weights do not fit the architecture: {refused.Message}", refused);
        }
    }

    /// <summary>The weights as they are now, also during a training; never written to.</summary>
    internal ImmutableArray<NamedTensor> CurrentWeights
    {
        get
        {
            _trainer?.Publish();
            return _weights;
        }
    }

    private CpuModel Model
    {
        get
        {
            ImmutableArray<NamedTensor> weights = CurrentWeights;
            return Volatile.Read(ref _model) ?? (_model = new CpuModel(Spec, weights));
        }
    }

    internal void Replace(ImmutableArray<NamedTensor> weights)
    {
        _weights = weights;
        _model = null;
    }

    internal void EndTraining() => _trainer = null;

    private void ThrowIfTraining()
    {
        if (_trainer is not null)
        {
            throw new InvalidOperationException("The network is being trained: dispose its trainer first.");
        }
    }

    private static NamedTensor Initial(ParameterSpec parameter, int seed, int number)
    {
        float[] values = new float[parameter.Size];
        Xoshiro256 random = Seeds.Generator(seed, RandomStream.Initialization, number);
        parameter.Initializer.Fill(values, parameter.FanIn, parameter.FanOut, ref random);
        return new NamedTensor(parameter.Name, parameter.Shape, values);
    }
}
