namespace MLNetDeep.Neural.Serialization;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">The float tensors, in the order in which the file stores their values.</param>
/// <param name="Counters">The single integers (I64 without dimensions) by name, such as PyTorch's <c>num_batches_tracked</c>.</param>
/// <param name="Metadata">The metadata strings by name.</param>
internal sealed record SafetensorsContent(
    IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, long> Counters, IReadOnlyDictionary<string, string> Metadata)
{
    public SafetensorsContent(IReadOnlyList<NamedTensor> tensors)
        : this(tensors, new Dictionary<string, long>(), new Dictionary<string, string>())
    {
    }
}
