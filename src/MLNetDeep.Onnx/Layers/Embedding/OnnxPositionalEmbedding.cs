using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Adds a table, trained or of sines and cosines, to each row.</summary>
internal static class OnnxPositionalEmbedding
{
    /// <summary>Add with a table that is repeated for each row.</summary>
    public const int LowestOpset = 7;

    public static OnnxTensor Write(PositionalEmbedding layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        string table = layer.Sinusoidal
            ? graph.Constant("sinusoids", PositionalEmbedding.Sinusoids(input.Shape), input.Shape.AsSpan())
            : context.Constant("weight");
        input = graph.ToChannelsLast(input);
        return input with { Name = graph.Add("Add", [input.Name, table]) };
    }
}
