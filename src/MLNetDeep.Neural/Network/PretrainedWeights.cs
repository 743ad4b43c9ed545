using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>
/// Weights of another network, for example one that was trained in PyTorch, from which a network starts. Tensors are matched by name.
/// </summary>
/// <remarks>
/// A parameter takes the tensor with its name (<see cref="ParameterSpec.Name"/>) if the shapes are equal. Parameters without such a tensor
/// start with random weights, unless their layer is frozen: then the weights are refused. So a network can have a new last layer, and with
/// <see cref="LayerSpec.Trainable"/> false the first layers stay as they were trained. <see cref="Match"/> says what fits. Immutable.
/// </remarks>
/// <example>
/// <code>
/// // model.pt was saved in PyTorch: torch.save(model.state_dict(), "model.pt").
/// PretrainedWeights weights = PretrainedWeights.FromFile("model.pt", rename: name => name.Replace("features.", ""));
/// Network network = new(spec, weights);
/// </code>
/// </example>
public sealed class PretrainedWeights
{
    // The most names that a message lists.
    private const int MaxNames = 5;

    private readonly ImmutableDictionary<string, NamedTensor> _tensors;
    private readonly ImmutableDictionary<string, long> _counters;
    private readonly ImmutableDictionary<string, string> _others;
    private readonly string _source;

    private PretrainedWeights(SafetensorsContent content, string source, bool requireAll, Func<string, string>? rename)
    {
        ImmutableDictionary<string, NamedTensor>.Builder tensors = ImmutableDictionary.CreateBuilder<string, NamedTensor>();
        ImmutableDictionary<string, string>.Builder others = ImmutableDictionary.CreateBuilder<string, string>();
        rename ??= name => name;
        foreach (NamedTensor tensor in content.Tensors)
        {
            string name = NewName(tensor.Name);
            tensors.Add(name, new NamedTensor(name, tensor.Shape, tensor.Values));
        }

        foreach ((string oldName, string description) in content.Others)
        {
            others.Add(NewName(oldName), description);
        }

        _tensors = tensors.ToImmutable();
        _others = others.ToImmutable();
        _counters = content.Counters.Select(item => KeyValuePair.Create(rename(item.Key), item.Value)).DistinctBy(item => item.Key).ToImmutableDictionary();
        _source = source;
        RequireAll = requireAll;

        string NewName(string oldName)
        {
            string name = rename(oldName) ?? throw new ArgumentException($"rename returned null for {oldName}.", nameof(rename));
            return tensors.ContainsKey(name) || others.ContainsKey(name)
                ? throw new ArgumentException($"{source} has two tensors with the name {name}{(name == oldName ? "" : " after they are renamed")}.")
                : name;
        }
    }

    /// <summary>Whether every parameter must have a tensor, and every tensor a parameter; as <c>strict</c> in PyTorch. Default false.</summary>
    public bool RequireAll { get; }

    /// <summary>Reads the tensors of a file: safetensors, or a <c>state_dict</c> that <c>torch.save</c> wrote (.pt, .pth).</summary>
    /// <remarks>
    /// The content of the file tells its format; its name does not matter. Numbers may be F32, F16, BF16 or F64 and are converted to F32: F16 and
    /// BF16 exactly, F64 to the nearest; beyond the range of F32 it becomes infinite. Tensors of other types and tensors without dimensions, such as a
    /// table of positions or a scale, are known by name only: no parameter may have that name. The pickle in a file of PyTorch is read as data,
    /// and nothing in it is executed. If such a file has other items beside a <c>state_dict</c>, it is found if there is only one; otherwise use
    /// <see cref="FromPyTorch"/>.
    /// </remarks>
    /// <param name="path">The path of the file.</param>
    /// <param name="requireAll">See <see cref="RequireAll"/>.</param>
    /// <param name="rename">Returns the name of a parameter for the name of a tensor. Default: the same name.</param>
    /// <exception cref="InvalidDataException">The file is not valid. The message names it.</exception>
    /// <exception cref="ArgumentException">Two tensors have the same name after they are renamed.</exception>
    public static PretrainedWeights FromFile(string path, bool requireAll = false, Func<string, string>? rename = null) =>
        new(WeightsFile.Read(path), $"'{path}'", requireAll, rename);

    /// <summary>Reads the tensors of a file that <c>torch.save</c> wrote; see <see cref="FromFile"/>.</summary>
    /// <param name="path">The path of the file: .pt, .pth, .bin and so on.</param>
    /// <param name="key">
    /// The item that has the tensors, such as <c>"model_state_dict"</c>, if <c>torch.save</c> was given a dictionary with more. Null if the file is a
    /// <c>state_dict</c> or has only one.
    /// </param>
    /// <param name="requireAll">See <see cref="RequireAll"/>.</param>
    /// <param name="rename">Returns the name of a parameter for the name of a tensor. Default: the same name.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not valid, has something other than tensors in dictionaries, such as a whole module, or has no such item. The message names
    /// it.
    /// </exception>
    /// <exception cref="ArgumentException">Two tensors have the same name after they are renamed.</exception>
    public static PretrainedWeights FromPyTorch(
        string path, string? key = null, bool requireAll = false, Func<string, string>? rename = null) =>
        new(WeightsFile.ReadPyTorch(path, key), $"'{path}'", requireAll, rename);

    /// <summary>Takes tensors, which are copied.</summary>
    /// <param name="tensors">The tensors, such as those of <see cref="Network.GetWeights()"/>.</param>
    /// <param name="requireAll">See <see cref="RequireAll"/>.</param>
    /// <param name="rename">Returns the name of a parameter for the name of a tensor. Default: the same name.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public static PretrainedWeights FromTensors(
        IEnumerable<NamedTensor> tensors, bool requireAll = false, Func<string, string>? rename = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new(new SafetensorsContent([.. tensors.Select(tensor => tensor.Copy())]), "The list", requireAll, rename);
    }

    /// <summary>Says which parameters of a network take tensors, and which do not.</summary>
    /// <param name="spec">The architecture.</param>
    /// <exception cref="ArgumentException">A parameter has the name of a tensor that is known by name only.</exception>
    public PretrainedMatch Match(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ILookup<bool, ParameterSpec> parameters = spec.Parameters.ToLookup(parameter => _tensors.ContainsKey(parameter.Name));
        ILookup<bool, ParameterSpec> found = parameters[true].ToLookup(parameter => Fits(parameter));
        HashSet<string> names = [.. spec.Parameters.Select(parameter => parameter.Name)];
        if (names.FirstOrDefault(_others.ContainsKey) is { } other)
        {
            throw new ArgumentException(
                $"{_source} has the tensor {other} as {_others[other]}, which no parameter can take; accepted: floats of 16, 32 and 64 bits with "
                + "one dimension or more.");
        }

        return new PretrainedMatch(
            [.. found[true].Select(parameter => parameter.Name)],
            [.. parameters[false].Select(parameter => parameter.Name)],
            [.. found[false].Select(parameter => parameter.Name)],
            [.. _tensors.Keys.Concat(_others.Keys).Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Returns the weights and batch counters of a network that starts from these tensors.</summary>
    /// <exception cref="ArgumentException">No tensor matches, or one that is needed does not.</exception>
    internal (ImmutableArray<NamedTensor> Weights, ImmutableArray<long> BatchesTracked) CreateWeights(NetworkSpec spec, int seed)
    {
        Check(spec, Match(spec));
        ImmutableArray<NamedTensor> random = InitialWeights.Create(spec, seed);
        IReadOnlyDictionary<string, long> zeros = BatchCounters.ToCounters(spec, BatchCounters.Zeros(spec));
        return (
            [.. spec.Parameters.Select((parameter, i) => Fits(parameter) ? _tensors[parameter.Name].Copy() : random[i])],
            BatchCounters.Read(spec, zeros.Keys.ToDictionary(name => name, name => _counters.GetValueOrDefault(name))));
    }

    private bool Fits(ParameterSpec parameter) =>
        _tensors.TryGetValue(parameter.Name, out NamedTensor? tensor) && tensor.Shape.AsSpan().SequenceEqual(parameter.Shape.AsSpan());

    private void Check(NetworkSpec spec, PretrainedMatch match)
    {
        if (match.Taken.IsEmpty)
        {
            throw new ArgumentException(
                $"{_source} has no tensor for any parameter of the network: it has {List(_tensors.Keys.Concat(_others.Keys).Order(StringComparer.Ordinal))}, "
                + $"the network has {List(spec.Parameters.Select(parameter => parameter.Name))}. Give a function 'rename' if the names differ.");
        }

        if (RequireAll && !(match.Missing.IsEmpty && match.OtherShapes.IsEmpty && match.Unused.IsEmpty))
        {
            throw new ArgumentException($"{_source} does not fit the network, and all its tensors must: {match}.");
        }

        ParameterSpec? frozen = spec.Parameters.FirstOrDefault(parameter => IsFrozen(spec, parameter) && !Fits(parameter));
        if (frozen is not null)
        {
            throw new ArgumentException(
                $"{_source} has no tensor {frozen.Name} of the shape [{string.Join(", ", frozen.Shape)}], but the layer is frozen: its random weights "
                + "would never be trained.");
        }
    }

    private static bool IsFrozen(NetworkSpec spec, ParameterSpec parameter)
    {
        PlacedLayer layer = spec.PlacedLayer(parameter.LayerIndex);
        return !layer.Spec.Trainable || !layer.Find(parameter).Layer.Spec.Trainable;
    }

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return $"{string.Join(", ", all.Take(MaxNames))}{(all.Length > MaxNames ? $" and {all.Length - MaxNames} more" : "")}";
    }
}
