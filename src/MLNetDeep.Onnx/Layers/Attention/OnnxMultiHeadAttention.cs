using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Self-attention with several heads, by matrix products and softmax. ONNX has an operator for it only since version 23.</summary>
internal static class OnnxMultiHeadAttention
{
    /// <summary>MatMul, and Add with a bias that is repeated for each position.</summary>
    public const int LowestOpset = 7;

    // What a product gets that is masked. Its exponential is 0, but where all products are masked no result is NaN, as it would be with -∞.
    private const float Masked = -1e30f;

    public static OnnxTensor Write(MultiHeadAttention layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        (int time, int heads, int size, int width) = (input.Shape[0], layer.NumHeads, layer.KeyDim, layer.NumHeads * layer.KeyDim);
        string projected = Project(context, graph.ToChannelsLast(input).Name, "in_proj_weight", layer.UseBias ? "in_proj_bias" : null);

        // Queries, keys and values: [batch, heads, time, size] each.
        string[] parts = [.. graph.Split(projected, 2, width, width, width).Select(part => Heads(graph, part, time, heads, size))];
        string queries = graph.Add("Mul", [parts[0], graph.Constant("scale", 1 / Math.Sqrt(size))]);
        string products = graph.Add("MatMul", [queries, graph.Add("Transpose", [parts[1]], OnnxAttribute.Integers("perm", 0, 1, 3, 2))]);
        products = layer.UseCausalMask ? graph.Add("Add", [products, Future(graph, time)]) : products;
        products = context.Lengths is { } lengths
            ? graph.Add("Where", [graph.Unsqueeze(lengths.Padding, 1, 2), graph.Constant("masked", Masked), products])
            : products;
        string joined = graph.Add("MatMul", [graph.Softmax(products, 4), parts[2]]);
        joined = graph.Reshape(graph.Add("Transpose", [joined], OnnxAttribute.Integers("perm", 0, 2, 1, 3)), 0, time, width);
        string output = Project(context, joined, "out_proj.weight", layer.UseBias ? "out_proj.bias" : null);
        return new OnnxTensor(output, context.Place.OutputShape);
    }

    private static string Heads(OnnxGraph graph, string part, int time, int heads, int size) =>
        graph.Add("Transpose", [graph.Reshape(part, 0, time, heads, size)], OnnxAttribute.Integers("perm", 0, 2, 1, 3));

    private static string Project(OnnxLayerContext context, string values, string weight, string? bias)
    {
        OnnxGraph graph = context.Graph;
        values = graph.Add("MatMul", [values, graph.Add("Transpose", [context.Constant(weight)], OnnxAttribute.Integers("perm", 1, 0))]);
        return bias is null ? values : graph.Add("Add", [values, context.Constant(bias)]);
    }

    // 0 for each key up to the position of the query, and the masked value for those after it: [time, time]. It is computed, since a constant of
    // this size would be most of the file if rows are long.
    private static string Future(OnnxGraph graph, int time)
    {
        float[] positions = [.. Enumerable.Range(0, time).Select(position => (float)position)];
        string isLater = graph.Add("Less", [graph.Constant("queries", positions, time, 1), graph.Constant("keys", positions, 1, time)]);
        string later = graph.Add("Cast", [isLater], OnnxAttribute.Integer("to", OnnxTypes.Float));
        return graph.Add("Mul", [later, graph.Constant("masked", Masked)]);
    }
}
