namespace MLNetDeep.Neural.Serialization;

/// <summary>What a safetensors file holds, as far as this library knows it.</summary>
/// <param name="Tensors">Floats, in the order of their values.</param>
/// <param name="Counters">Single whole numbers (I64 without dimensions), such as PyTorch's <c>num_batches_tracked</c>.</param>
/// <param name="Metadata">Texts by name.</param>
internal sealed record SafetensorsContent(
    IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, long> Counters, IReadOnlyDictionary<string, string> Metadata)
{
    public SafetensorsContent(IReadOnlyList<NamedTensor> tensors)
        : this(tensors, new Dictionary<string, long>(), new Dictionary<string, string>())
    {
    }
}
