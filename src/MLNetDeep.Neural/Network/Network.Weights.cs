using System.Collections.Immutable;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <content>The weights: getting, setting, saving and loading them.</content>
public sealed partial class Network
{
    private const string MetadataKey = "mlnetdeep.network";

    private ImmutableArray<NamedTensor> _weights;
    private ImmutableArray<long> _batchesTracked;
    private IScorer? _scorer;

    /// <summary>The weights as they are now, also during a training; never written to.</summary>
    internal ImmutableArray<NamedTensor> CurrentWeights
    {
        get
        {
            _trainer?.Publish();
            return _weights;
        }
    }

    /// <summary>The batches that each normalization was trained with.</summary>
    internal ImmutableArray<long> CurrentBatchesTracked
    {
        get
        {
            _trainer?.Publish();
            return _batchesTracked;
        }
    }

    /// <summary>A scorer over the present weights on the default backend, which needs no disposal; predictors share its weights.</summary>
    private IScorer SharedScorer
    {
        get
        {
            ImmutableArray<NamedTensor> weights = CurrentWeights;
            return Volatile.Read(ref _scorer) ?? (_scorer = ComputeBackends.Default.CreateScorer(Spec, weights, new ScorerOptions()));
        }
    }

    /// <summary>Copies of the weights, one per entry of <see cref="NetworkSpec.Parameters"/>, in that order.</summary>
    public IReadOnlyList<NamedTensor> GetWeights() => [.. CurrentWeights.Select(tensor => tensor.Copy())];

    /// <summary>Copies of a layer's weights: for a dense layer weight and bias, for a normalization running mean and variance too.</summary>
    /// <param name="layer">The layer's position in <see cref="NetworkSpec.Layers"/>, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public IReadOnlyList<NamedTensor> GetWeights(int layer) =>
        [.. CurrentWeights.Where((_, i) => Spec.Parameters[i].LayerIndex == Existing(layer)).Select(tensor => tensor.Copy())];

    /// <summary>Replaces all weights with copies of <paramref name="weights"/>, which are found by name, in any order.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice, or has another shape than the architecture's.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public void SetWeights(IEnumerable<NamedTensor> weights)
    {
        EndKeptTraining();
        ThrowIfTraining();
        Replace(WeightBinder.Bind(Spec, weights), steps: 0);
    }

    /// <summary>
    /// Replaces a layer's weights with copies of <paramref name="weights"/>, in the order of <see cref="GetWeights(int)"/>. Names do not
    /// matter, so that a layer of another network may be given.
    /// </summary>
    /// <param name="layer">The layer's position in <see cref="NetworkSpec.Layers"/>, counted from 0.</param>
    /// <param name="weights">As many as the layer has, in its shapes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="ArgumentException">The number or the shape of the tensors is not the layer's.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public void SetWeights(int layer, IReadOnlyList<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        EndKeptTraining();
        ThrowIfTraining();
        List<ParameterSpec> parameters = [.. Spec.Parameters.Where(parameter => parameter.LayerIndex == Existing(layer))];
        if (weights.Count != parameters.Count)
        {
            throw new ArgumentException($"Layer {layer} has {parameters.Count} tensors; {weights.Count} are given.", nameof(weights));
        }

        Dictionary<string, NamedTensor> all = _weights.ToDictionary(tensor => tensor.Name);
        foreach ((ParameterSpec parameter, NamedTensor tensor) in parameters.Zip(weights))
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(weights));
            if (!ValueArrays.Equal(parameter.Shape, tensor.Shape))
            {
                throw new ArgumentException(
                    $"The tensor {tensor} is given for {parameter.Name}, which has the shape {Shapes.Text(parameter.Shape)}.", nameof(weights));
            }

            all[parameter.Name] = new NamedTensor(parameter.Name, tensor.Shape, tensor.Values);
        }

        Replace(WeightBinder.Bind(Spec, all.Values), steps: 0);
    }

    /// <summary>
    /// Writes the weights as safetensors, with PyTorch's names and layout (<c>num_batches_tracked</c> of normalizations included): what
    /// <c>nn.Sequential.load_state_dict</c> takes. The stream stays open.
    /// </summary>
    /// <param name="destination">Need not be able to seek.</param>
    public void SaveWeights(Stream destination) => SafetensorsWriter.Write(destination, Content(new Dictionary<string, string>()));

    /// <summary>Writes weights and architecture: safetensors as <see cref="SaveWeights"/> does, with the architecture's JSON in the metadata.</summary>
    /// <param name="destination">Need not be able to seek; stays open.</param>
    public void Save(Stream destination) =>
        SafetensorsWriter.Write(destination, Content(new Dictionary<string, string> { [MetadataKey] = Spec.ToJson() }));

    /// <summary>Writes weights and architecture to a file, under another name first, then moved into place.</summary>
    /// <param name="path">Replaced where it exists.</param>
    public void Save(string path) => ReplacedFile.Write(path, Save);

    /// <summary>Reads a network that <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="source">Read to the end; need not be able to seek; stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not valid, or has no architecture.</exception>
    public static Network Load(Stream source)
    {
        SafetensorsContent content = SafetensorsReader.ReadAll(source);
        return content.Metadata.TryGetValue(MetadataKey, out string? json)
            ? FromContent(NetworkSpec.FromJson(json), content)
            : throw new InvalidDataException("The file has weights but no architecture: give a NetworkSpec too.");
    }

    /// <summary>Reads a network from a file that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not valid, or has no architecture.</exception>
    public static Network Load(string path)
    {
        using FileStream source = File.OpenRead(path);
        return Load(source);
    }

    /// <summary>Makes a network from an architecture and weights that <see cref="SaveWeights"/> or PyTorch wrote.</summary>
    /// <param name="spec">The architecture; see <see cref="NetworkSpec.FromJson"/>.</param>
    /// <param name="weights">Safetensors, read to the end. Need not be able to seek; stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not valid, or its tensors are not those of the architecture.</exception>
    public static Network Load(NetworkSpec spec, Stream weights)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return FromContent(spec, SafetensorsReader.ReadAll(weights));
    }

    /// <summary>Takes new weights, after so many more steps.</summary>
    internal void Replace(ImmutableArray<NamedTensor> weights, long steps)
    {
        _weights = weights;
        _batchesTracked = [.. _batchesTracked.Select(count => count + steps)];
        _scorer = null;
    }

    /// <summary>Goes back to weights that were kept.</summary>
    internal void Restore(ImmutableArray<NamedTensor> weights, ImmutableArray<long> batchesTracked)
    {
        Replace(weights, steps: 0);
        _batchesTracked = batchesTracked;
    }

    private static Network FromContent(NetworkSpec spec, SafetensorsContent content)
    {
        try
        {
            Network network = new(spec, content.Tensors);
            network._batchesTracked = BatchCounters.Read(spec, content.Counters);
            return network;
        }
        catch (ArgumentException refused)
        {
            throw new InvalidDataException($"The weights do not fit the architecture: {refused.Message}", refused);
        }
    }

    private static ImmutableArray<long> NoBatches(NetworkSpec spec) => [.. spec.Layers.Where(layer => layer.CountsBatches).Select(_ => 0L)];

    private static NamedTensor Initial(ParameterSpec parameter, int seed, int number)
    {
        float[] values = new float[parameter.Size];
        Xoshiro256 random = Seeds.Generator(seed, RandomStream.Initialization, number);
        parameter.Initializer.Fill(values, parameter.FanIn, parameter.FanOut, ref random);
        return new NamedTensor(parameter.Name, parameter.Shape, values);
    }

    private IScorer CreateScorer(IComputeBackend backend, ScorerOptions options)
    {
        ComputeBackends.Require(backend, Spec);
        return backend.CreateScorer(Spec, CurrentWeights, options);
    }

    private SafetensorsContent Content(IReadOnlyDictionary<string, string> metadata) =>
        new(CurrentWeights, BatchCounters.Of(Spec, CurrentBatchesTracked), metadata);

    private int Existing(int layer) =>
        Guard.Accept(layer >= 0 && layer < Spec.Layers.Length, layer, nameof(layer), $"0 to {Spec.Layers.Length - 1}");
}
