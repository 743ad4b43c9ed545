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

    /// <summary>
    /// The tensors whose values were not read, by name, with what they are, such as <c>I64 [1, 512]</c>: those of other types than floats, and floats
    /// without dimensions. Parameters of networks are neither.
    /// </summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();
}
