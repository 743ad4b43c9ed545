using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Makes a chain of layers of the nodes between the input and the output. Paths that part and meet again in a sum become a
/// <see cref="Residual"/>, those that are joined a <see cref="Concatenate"/>.
/// </summary>
internal sealed class LayerChainReader
{
    // How deep residuals and branches may be nested. The time to create a network grows exponentially with the depth.
    private const int MaxDepth = 6;

    private readonly HashSet<object> _used = [];

    private LayerChainReader()
    {
    }

    /// <summary>Returns the layers from the input to the output.</summary>
    /// <exception cref="NotSupportedException">The graph has paths that are neither residuals nor branches that are joined.</exception>
    public static List<ReadLayer> Read(LayerNode input, LayerNode output) => new LayerChainReader().Chain(input, output, 0);

    private List<ReadLayer> Chain(LayerNode from, LayerNode to, int depth)
    {
        List<ReadLayer> layers = [];
        for (LayerNode node = to; node != from; node = node.Dominator!)
        {
            if (!_used.Add(node) || (node.Weights.Count > 0 && !_used.Add(node.Origin)))
            {
                throw new NotSupportedException(
                    "Paths of the ONNX model's graph share a layer without meeting in one place, or a layer is used twice; accepted: chains, residuals "
                    + "and branches that are joined.");
            }

            layers.Add(node.Layer is { } layer ? new ReadLayer(layer, node.Weights) : ReadMerge(node, depth + 1));
        }

        layers.Reverse();
        return LayerFusion.Fuse(layers);
    }

    private ReadLayer ReadMerge(LayerNode node, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new NotSupportedException($"The ONNX model has residuals or branches in each other, more than {MaxDepth} deep.");
        }

        List<ReadLayer>[] paths = [.. node.Inputs.Select(input => Chain(node.Dominator!, input, depth))];
        return node.IsSum ? Sum(paths) : new ReadLayer(
            new Concatenate([.. paths.Select(path => path.Select(item => item.Layer).ToImmutableArray())]),
            paths.SelectMany((path, i) => ReadLayer.Nested(path, $"branches.{i}.")).ToImmutableDictionary());
    }

    // The longer path is that of the layers, the other one the shortcut.
    private static ReadLayer Sum(List<ReadLayer>[] paths)
    {
        (List<ReadLayer> layers, List<ReadLayer> shortcut) = paths[0].Count >= paths[1].Count ? (paths[0], paths[1]) : (paths[1], paths[0]);
        ImmutableArray<LayerSpec> specs = layers.Count == 0 ? [new ActivationLayer(Activation.Linear)] : [.. layers.Select(item => item.Layer)];
        return new ReadLayer(
            new Residual(specs, shortcut: [.. shortcut.Select(item => item.Layer)]),
            ReadLayer.Nested(layers, "layers.").Concat(ReadLayer.Nested(shortcut, "shortcut.")).ToImmutableDictionary());
    }
}
