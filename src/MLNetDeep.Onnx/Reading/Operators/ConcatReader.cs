using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads the operator that joins tensors: branches of a <see cref="Neural.Concatenate"/>, or parts of a shape.</summary>
internal static class ConcatReader
{
    public static void Read(NodeReader node)
    {
        GraphValue[] values = [.. Enumerable.Range(0, node.InputCount).Select(node.Value)];
        if (values.Length == 0)
        {
            throw node.Damaged("it has no inputs");
        }

        node.Give(values.All(value => value is ConstantValue) ? Lists([.. values.Cast<ConstantValue>()], node) : Rows(values.Length, node));
    }

    private static ConstantValue Lists(ConstantValue[] lists, NodeReader node) =>
        lists.All(list => list is { Integers: not null, Shape.Length: 1 })
            ? ConstantValue.List([.. lists.SelectMany(list => list.Integers!.Value)])
            : throw node.NotSupported("it joins constants; accepted: lists of whole numbers");

    private static RowsValue Rows(int count, NodeReader node)
    {
        ImmutableArray<RowsValue> inputs = [.. Enumerable.Range(0, count).Select(node.AnyRows)];
        int axis = inputs[0].AxisAt(node.Integer("axis", 0)) ?? throw node.Damaged($"its axis is outside of {inputs[0].Rank} dimensions");
        if (inputs.Length == 1)
        {
            return inputs[0];
        }

        if (inputs is [{ Half: 0 } forward, { Half: 1 } backward]
            && forward.Node == backward.Node && forward.Axes.SequenceEqual(backward.Axes) && forward.Axes[axis].Kind == GraphAxisKind.Units)
        {
            return forward with { Half = null, Axes = forward.Axes.SetItem(axis, GraphAxis.Of(forward.Node.Shape.Length - 1)) };
        }

        if (inputs is [var first, var second] && first.Axes[axis] == GraphAxis.Of(first.Node.Shape.Length - 1)
            && DirectionsReader.Find(first, second, MergeMode.Concat, node) is { } both)
        {
            return both;
        }

        inputs = [.. inputs.Select((_, i) => RowOrders.Flat(node.Rows(i), node))];
        if (inputs.Any(input => input.Rank != inputs[0].Rank || input.Axes[axis].Kind != GraphAxisKind.Row))
        {
            throw node.NotSupported("it joins rows, or tensors of different dimensions; accepted: channels or features");
        }

        inputs = [.. inputs.Select(input => RowOrders.ChannelsAt(input, axis, node))];
        ReadOnlyMemory<int> shape = inputs[0].Node.Shape.AsMemory()[..^1];
        return inputs.All(input => input.Axes.SequenceEqual(inputs[0].Axes) && input.Node.Shape.AsSpan()[..^1].SequenceEqual(shape.Span))
            ? inputs[0] with { Node = LayerNode.Join([.. inputs.Select(input => input.Node)], node) }
            : throw node.NotSupported("it joins tensors that differ in more than one dimension");
    }
}
