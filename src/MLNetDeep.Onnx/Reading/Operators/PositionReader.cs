using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Takes one position of an axis of activations.</summary>
internal static class PositionReader
{
    /// <summary>Takes a position, so that the axis has the size 1 and is no dimension of the rows.</summary>
    /// <param name="rows">The activations.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The position; from the end if it is below 0.</param>
    /// <param name="node">The node.</param>
    public static RowsValue Take(RowsValue rows, int axis, long index, NodeReader node)
    {
        long size = rows.Sizes.ElementAt(axis) ?? throw node.NotSupported("it takes one row of the batch");
        index = index < 0 ? index + size : index;
        if (index < 0 || index >= size)
        {
            throw node.Damaged($"it takes position {index} of {size}");
        }

        GraphAxisKind kind = rows.Axes[axis].Kind;
        if (kind == GraphAxisKind.One)
        {
            return rows;
        }

        RowsValue taken = rows with { Axes = rows.Axes.SetItem(axis, GraphAxis.One) };
        if (kind == GraphAxisKind.Directions)
        {
            return taken with { Half = (int)index };
        }

        bool isLastStep = index == (kind == GraphAxisKind.ReversedTime ? 0 : size - 1);
        if (isLastStep && kind != GraphAxisKind.Units && rows.Axes[axis].Row == 0 && rows.Node.LastState is { } last)
        {
            return WithoutTime(taken, last);
        }

        if (kind != GraphAxisKind.Row || rows.Node.Shape.Length != 2)
        {
            throw node.NotSupported("it takes one position of an axis; accepted: of the time of a sequence, and of the directions of a recurrent layer");
        }

        // The other dimension becomes the last, if it is not.
        int other = rows.Axes.IndexOf(GraphAxis.Of(1 - rows.Axes[axis].Row));
        rows = RowOrders.ChannelsAt(rows, other, node);
        LayerNode cropped = LayerNode.Apply(rows.Node, new Cropping1D((int)index, (int)(size - 1 - index)), node);
        return WithoutTime(rows with { Axes = rows.Axes.SetItem(axis, GraphAxis.One) }, LayerNode.Apply(cropped, new Flatten(), node));
    }

    private static RowsValue WithoutTime(RowsValue rows, LayerNode node) => rows with
    {
        Node = node,
        Axes = [.. rows.Axes.Select(axis => axis.Kind == GraphAxisKind.Row ? GraphAxis.Of(0) : axis)],
    };
}
