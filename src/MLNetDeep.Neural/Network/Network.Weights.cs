using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <content>Getting, setting, saving and loading weights.</content>
public sealed partial class Network
{
    private const string MetadataKey = "mlnetdeep.network";

    private volatile WeightSnapshot _snapshot;

    /// <summary>The current weights, also during training. Their values are never changed in place.</summary>
    internal ImmutableArray<NamedTensor> CurrentWeights => Current.Weights;

    /// <summary>The number of training batches of each batch normalization layer.</summary>
    internal ImmutableArray<long> CurrentBatchesTracked => Current.BatchesTracked;

    // The weights after the last training step. A call during a step waits for its end.
    private WeightSnapshot Current
    {
        get
        {
            _trainer?.Publish();
            return _snapshot;
        }
    }

    /// <summary>Returns copies of the weights, one tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    public IReadOnlyList<NamedTensor> GetWeights() => [.. CurrentWeights.Select(tensor => tensor.Copy())];

    /// <summary>Returns copies of a layer's weights, including the running statistics of a normalization.</summary>
    /// <param name="layer">The layer's index in <see cref="NetworkSpec.Layers"/>, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The network has no layer with this index.</exception>
    public IReadOnlyList<NamedTensor> GetWeights(int layer) =>
        [.. CurrentWeights.Where((_, i) => Spec.Parameters[i].LayerIndex == CheckedIndex(layer)).Select(tensor => tensor.Copy())];

    /// <summary>Replaces all weights with copies of <paramref name="weights"/>.</summary>
    /// <param name="weights">The weights with the names of the network's parameters, in any order.</param>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice or has the wrong shape.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public void SetWeights(IEnumerable<NamedTensor> weights)
    {
        BeginTraining();
        try
        {
            EndTrainer(replacesWeights: true);
            Replace(WeightBinder.Bind(Spec, weights), steps: 0);
        }
        finally
        {
            EndTraining();
        }
    }

    /// <summary>Replaces the weights of a layer with copies of <paramref name="weights"/>.</summary>
    /// <remarks>Names are ignored, so weights from a layer of a different network are accepted.</remarks>
    /// <param name="layer">The layer's index in <see cref="NetworkSpec.Layers"/>, counted from 0.</param>
    /// <param name="weights">The weights, in the order and with the shapes of <see cref="GetWeights(int)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The network has no layer with this index.</exception>
    /// <exception cref="ArgumentException">The number of tensors or their shapes do not match the layer.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public void SetWeights(int layer, IReadOnlyList<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        List<ParameterSpec> parameters = [.. Spec.Parameters.Where(parameter => parameter.LayerIndex == CheckedIndex(layer))];
        if (weights.Count != parameters.Count)
        {
            throw new ArgumentException($"Layer {layer} has {parameters.Count} tensors, but {weights.Count} were passed.", nameof(weights));
        }

        Dictionary<string, NamedTensor> all = CurrentWeights.ToDictionary(tensor => tensor.Name);
        foreach ((ParameterSpec parameter, NamedTensor tensor) in parameters.Zip(weights))
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(weights));
            if (!ValueArrays.Equal(parameter.Shape, tensor.Shape))
            {
                throw new ArgumentException(
                    $"The tensor {tensor} does not fit {parameter.Name}, which has the shape {Shapes.Text(parameter.Shape)}.",
                    nameof(weights));
            }

            all[parameter.Name] = new NamedTensor(parameter.Name, tensor.Shape, tensor.Values);
        }

        SetWeights(all.Values);
    }

    /// <summary>Writes the weights as safetensors that PyTorch's <c>nn.Sequential.load_state_dict</c> accepts.</summary>
    /// <remarks>Names and layout are PyTorch's. Batch normalizations also have <c>num_batches_tracked</c>.</remarks>
    /// <param name="destination">The stream. It need not support seeking and stays open.</param>
    public void SaveWeights(Stream destination) => SafetensorsWriter.Write(destination, Content(new Dictionary<string, string>()));

    /// <summary>Writes weights and architecture to a stream.</summary>
    /// <remarks>Uses the format of <see cref="SaveWeights"/> and stores the architecture as JSON in the metadata.</remarks>
    /// <param name="destination">The stream. It need not support seeking and stays open.</param>
    public void Save(Stream destination) =>
        SafetensorsWriter.Write(destination, Content(new Dictionary<string, string> { [MetadataKey] = Spec.ToJson() }));

    /// <summary>Writes weights and architecture to a temporary file, then renames it.</summary>
    /// <param name="path">The path of the file; an existing file is replaced.</param>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Reads a network that <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="source">The stream. It is read to its end, need not support seeking and stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not valid or has no architecture.</exception>
    public static Network Load(Stream source)
    {
        SafetensorsContent content = SafetensorsReader.ReadAll(source);
        return content.Metadata.TryGetValue(MetadataKey, out string? json)
            ? FromContent(NetworkSpec.FromJson(json), content)
            : throw new InvalidDataException("The file has weights but no architecture: use the overload of Load with a NetworkSpec.");
    }

    /// <summary>Reads a network from a file that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="InvalidDataException">The file is not valid or has no architecture. The message names the file.</exception>
    public static Network Load(string path) => LoadedFile.Read(path, Load);

    /// <summary>Reads a network from a model file of ML.NET that this library's components saved, without ML.NET.</summary>
    /// <remarks>
    /// Only the network is read: what the pipeline does before it (scaling, transforms) and after it (names of classes) is not applied. The
    /// network takes rows of <see cref="NetworkSpec.InputSize"/> values as they come to the trainer, pictures with channels last.
    /// </remarks>
    /// <param name="path">The path of the file, a zip that <c>ml.Model.Save</c> or <c>SaveSafely</c> wrote.</param>
    /// <param name="index">
    /// Which network, counted from 0 in the order of the pipeline. Default null: the only one.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is no zip or damaged, or no component in it has a network. The message names the file.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The file has no network with this index.</exception>
    /// <exception cref="ArgumentException">The file has several networks, and <paramref name="index"/> is null.</exception>
    public static Network LoadFromModel(string path, int? index = null) => LoadedFile.Read(path, source => ModelZip.Read(source, index));

    /// <inheritdoc cref="LoadFromModel(string, int?)"/>
    /// <param name="source">The zip. It stays open. A stream that does not support seeking is copied to memory.</param>
    /// <param name="index">Which network, counted from 0 in the order of the pipeline. Default null: the only one.</param>
    public static Network LoadFromModel(Stream source, int? index = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ModelZip.Read(source, index);
    }

    /// <summary>Creates a network from an architecture and weights that <see cref="SaveWeights"/> or PyTorch wrote.</summary>
    /// <param name="spec">The architecture; see <see cref="NetworkSpec.FromJson"/>.</param>
    /// <param name="weights">A safetensors stream. It is read to its end, need not support seeking and stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not valid, or its tensors do not fit the architecture.</exception>
    public static Network Load(NetworkSpec spec, Stream weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return FromContent(spec, SafetensorsReader.ReadAll(weights));
    }

    /// <summary>Replaces the weights and adds <paramref name="steps"/> to the batch counters.</summary>
    internal void Replace(ImmutableArray<NamedTensor> weights, long steps) =>
        Restore(weights, [.. _snapshot.BatchesTracked.Select(count => count + steps)]);

    /// <summary>Restores weights and batch counters from a checkpoint.</summary>
    internal void Restore(ImmutableArray<NamedTensor> weights, ImmutableArray<long> batchesTracked)
    {
        _snapshot = new WeightSnapshot(Spec, weights, batchesTracked);
        HasInitialWeights = false;
    }

    private static Network FromContent(NetworkSpec spec, SafetensorsContent content)
    {
        try
        {
            return new Network(
                spec, new WeightSnapshot(spec, WeightBinder.Bind(spec, content.Tensors, copies: false), BatchCounters.Read(spec, content.Counters)));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The weights do not fit the architecture: {exception.Message}", exception);
        }
    }

    private IScorer CreateScorer(IComputeBackend backend, ScorerOptions options)
    {
        ComputeBackends.Require(backend, Spec);
        return backend.CreateScorer(Spec, CurrentWeights, options);
    }

    private SafetensorsContent Content(IReadOnlyDictionary<string, string> metadata)
    {
        WeightSnapshot snapshot = Current;
        return new(snapshot.Weights, BatchCounters.ToCounters(Spec, snapshot.BatchesTracked), metadata);
    }

    private int CheckedIndex(int layer) =>
        Guard.Accept(layer >= 0 && layer < Spec.Layers.Length, layer, nameof(layer), $"0 to {Spec.Layers.Length - 1}");
}
