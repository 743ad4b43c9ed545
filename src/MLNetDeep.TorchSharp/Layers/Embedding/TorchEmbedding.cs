using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Replaces each index by a row of a table.</summary>
/// <remarks>
/// Indexing takes less than half the time of libtorch's embedding on the CPU, forward and backward. TorchSharp has that one only as a module.
/// </remarks>
internal sealed class TorchEmbedding(TorchLayerContext context) : TorchLayer
{
    private readonly Tensor _table = context.Parameter("weight");

    public override Tensor Forward(Tensor input, in LayerPass pass) => _table.index(TensorIndex.Tensor(input));
}
