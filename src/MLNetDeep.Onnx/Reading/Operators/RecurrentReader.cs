using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads <see cref="SimpleRNN"/>, <see cref="LSTM"/> and <see cref="GRU"/>, in one direction or both.</summary>
internal static class RecurrentReader
{
    public static void Read(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        bool isBatchFirst = node.Integer("layout", 0) != 0;
        if (rows.Rank != 3 || rows.Axes[isBatchFirst ? 0 : 1].Kind != GraphAxisKind.Batch)
        {
            throw node.NotSupported("its input is not [time, batch, features]");
        }

        CheckInputs(node, rows.Sizes.ElementAt(isBatchFirst ? 1 : 0) ?? 0);
        rows = RowOrders.Positions(rows, 2, node);
        RecurrentForm form = RecurrentForm.Read(node, rows.Node.Shape[1]);
        LayerNode last = Apply(sequences: false, null);
        LayerNode all = Apply(sequences: true, form.Directions == 1 ? last : null);
        GraphAxis[] states = form.Directions == 1
            ? [GraphAxis.One, GraphAxis.Batch, GraphAxis.Of(1)]
            : [new(GraphAxisKind.Directions), GraphAxis.Batch, new(GraphAxisKind.Units)];
        GraphAxis time = form.IsReverse ? new(GraphAxisKind.ReversedTime) : GraphAxis.Of(0);
        node.Give(new RowsValue(all, isBatchFirst ? [GraphAxis.Batch, time, states[0], states[2]] : [time, .. states]));
        states[2] = form.Directions == 1 ? GraphAxis.Of(0) : states[2];
        node.Give(new RowsValue(last, isBatchFirst ? [GraphAxis.Batch, states[0], states[2]] : [.. states]), 1);
        node.Give(new UnreadableValue("the last cell of an LSTM"), 2);

        LayerNode Apply(bool sequences, LayerNode? lastState) =>
            LayerNode.Apply(rows.Node, form.Layer(sequences), node, form.Weights, lastState);
    }

    private static void CheckInputs(NodeReader node, long time)
    {
        if (node.Has(4) && !(node.Value(4) is ConstantValue { Integers: { } lengths } && lengths.All(length => length == time)))
        {
            throw node.NotSupported("it has the lengths of the rows; accepted: rows of full length");
        }

        foreach (int state in new[] { 5, 6, 7 })
        {
            if (node.Has(state) && node.Value(state) is not FilledValue { Value: 0 }
                && !(node.Value(state) is ConstantValue constant && constant.IsFilledWith(0)))
            {
                throw node.NotSupported($"its input {state} is not 0; accepted: first states of 0, and no peepholes");
            }
        }
    }
}
