using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads products with a constant matrix: <see cref="Dense"/>. A bias that is added afterwards becomes that of the layer.</summary>
internal static class DenseReader
{
    public static void ReadMatMul(NodeReader node) => node.Give(Dense(node, transposed: false, scale: 1));

    public static void ReadGemm(NodeReader node)
    {
        if (node.Integer("transA", 0) != 0)
        {
            throw node.NotSupported("transA is set; accepted: 0");
        }

        RowsValue rows = Dense(node, node.Integer("transB", 0) != 0, node.FindNumber("alpha") ?? 1);
        if (node.Has(2))
        {
            double beta = node.FindNumber("beta") ?? 1;
            int units = rows.Node.Shape[^1];
            float[] bias = node.Numbers(2);
            if ((bias.Length != 1 && bias.Length != units) || node.Constant(2).Shape.SkipLast(1).Any(size => size != 1))
            {
                throw node.NotSupported($"its bias has the shape {OnnxText.Shape(node.Constant(2).Shape)}; accepted: [{units}]");
            }

            float[] offsets = [.. Enumerable.Range(0, units).Select(i => (float)(beta * bias[bias.Length == 1 ? 0 : i]))];
            rows = ChannelConstants.Offset(rows, offsets, node);
        }

        node.Give(rows);
    }

    private static RowsValue Dense(NodeReader node, bool transposed, double scale)
    {
        RowsValue rows = node.Rows(0);
        float[] matrix = node.Weights(1);
        ImmutableArray<int> shape = node.Constant(1).Shape;
        int last = rows.Rank - 1;
        if (shape.Length != 2 || rows.Axes[last].Kind != GraphAxisKind.Row)
        {
            throw node.NotSupported("it is no product of the last dimension of rows and a constant matrix");
        }

        rows = RowOrders.ChannelsAt(rows, last, node);
        (int units, int inputs) = transposed ? (shape[0], shape[1]) : (shape[1], shape[0]);
        if (inputs != rows.Node.Shape[^1])
        {
            throw node.Damaged($"it multiplies {rows.Node.Shape[^1]} values by a matrix for {inputs}");
        }

        float[] weights = new float[matrix.Length];
        for (int unit = 0; unit < units; unit++)
        {
            for (int input = 0; input < inputs; input++)
            {
                float weight = matrix[transposed ? (unit * inputs) + input : (input * units) + unit];
                int column = rows.FlatChannels == 1 ? input : RowOrders.RowIndex(input, rows.FlatChannels, inputs);
                weights[(unit * inputs) + column] = (float)(scale * weight);
            }
        }

        Dense layer = new(units, useBias: false);
        LayerNode output = LayerNode.Apply(rows.Node, layer, node, ImmutableDictionary<string, float[]>.Empty.Add("weight", weights));
        return rows with { Node = output, FlatChannels = 1 };
    }
}
