namespace MLNetDeep.Neural.Serialization;

/// <summary>The content of a safetensors file that this library reads and writes.</summary>
/// <param name="Tensors">Tensors of floats, in the order of their values in the file.</param>
/// <param name="Counters">Single integers (I64 without dimensions), such as PyTorch's <c>num_batches_tracked</c>.</param>
/// <param name="Metadata">Strings by name.</param>
internal sealed record SafetensorsContent(
    IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, long> Counters, IReadOnlyDictionary<string, string> Metadata)
{
    public SafetensorsContent(IReadOnlyList<NamedTensor> tensors)
        : this(tensors, new Dictionary<string, long>(), new Dictionary<string, string>())
    {
    }
}
