using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Makes a network of an ONNX model.</summary>
internal static class NetworkReader
{
    /// <summary>Reads the graph, with the input in the graph's order or with channels last, and creates the network.</summary>
    /// <exception cref="InvalidDataException">The model is not valid.</exception>
    /// <exception cref="NotSupportedException">The graph has something that is no layer.</exception>
    public static Network Read(OnnxModelFile file)
    {
        (RowsValue input, List<ReadLayer> layers) = Chain(file);
        if (layers.Count == 0)
        {
            layers.Add(new ReadLayer(new ActivationLayer(Activation.Linear), ImmutableDictionary<string, float[]>.Empty));
        }

        try
        {
            NetworkSpec spec = new(input.Node.Shape, [.. layers.Select(item => item.Layer)]);
            file.Count(spec.ParameterCount);
            return new Network(spec, spec.Parameters.Select(parameter => new NamedTensor(
                parameter.Name,
                parameter.Shape,
                parameter.InFileOrder(layers[parameter.LayerIndex].Weights[parameter.LocalName]))));
        }
        catch (ArgumentException exception)
        {
            throw new NotSupportedException($"The layers of the ONNX model's graph make no network: {exception.Message}", exception);
        }
    }

    // A graph whose layers need channels first has fewer permutations if the rows are taken with channels last.
    private static (RowsValue Input, List<ReadLayer> Layers) Chain(OnnxModelFile file)
    {
        NotSupportedException? refusal = null;
        (RowsValue Input, List<ReadLayer> Layers)? asInGraph = null;
        try
        {
            asInGraph = Chain(file, channelsFirst: false);
            if (asInGraph.Value.Input.Rank == 2 || Permutes(asInGraph.Value.Layers) == 0)
            {
                return asInGraph.Value;
            }
        }
        catch (NotSupportedException exception)
        {
            refusal = exception;
        }

        try
        {
            (RowsValue Input, List<ReadLayer> Layers) channelsLast = Chain(file, channelsFirst: true);
            return asInGraph is { } other && Permutes(other.Layers) <= Permutes(channelsLast.Layers) ? other : channelsLast;
        }
        catch (NotSupportedException) when (refusal is not null || asInGraph is not null)
        {
            return asInGraph ?? throw refusal!;
        }
    }

    private static (RowsValue Input, List<ReadLayer> Layers) Chain(OnnxModelFile file, bool channelsFirst)
    {
        GraphReader graph = new(file, channelsFirst);
        LayerNode output = graph.Read();
        return (graph.Input, LayerChainReader.Read(graph.Input.Node, output));
    }

    private static int Permutes(IEnumerable<ReadLayer> layers) => layers.Sum(layer => Permutes(layer.Layer));

    private static int Permutes(LayerSpec layer) => (layer is Permute ? 1 : 0) + layer.InnerLayers().Sum(Permutes);
}
