using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Adds layers that put the dimensions of rows in the order that a layer needs, where the graph's order differs.</summary>
internal static class RowOrders
{
    /// <summary>Joins the directions and the units of a bidirectional layer where they are side by side.</summary>
    public static RowsValue Joined(RowsValue rows)
    {
        int directions = rows.Axes.IndexOf(new GraphAxis(GraphAxisKind.Directions));
        return directions >= 0 && directions + 1 < rows.Rank && rows.Axes[directions + 1].Kind == GraphAxisKind.Units
            ? rows with { Axes = rows.Axes.RemoveAt(directions).SetItem(directions, GraphAxis.Of(rows.Node.Shape.Length - 1)) }
            : rows;
    }

    /// <summary>Gives flat rows the order of the graph; see <see cref="RowsValue.FlatChannels"/>.</summary>
    public static RowsValue Flat(RowsValue rows, object origin)
    {
        if (rows.FlatChannels == 1)
        {
            return rows;
        }

        if (rows.Node.Layer is Flatten)
        {
            LayerNode before = rows.Node.Inputs[0];
            int last = before.Shape.Length;
            LayerNode permuted = LayerNode.Apply(before, new Permute([last, .. Enumerable.Range(1, last - 1)]), origin);
            return rows with { Node = LayerNode.Apply(permuted, new Flatten(), origin), FlatChannels = 1 };
        }

        int channels = rows.FlatChannels;
        LayerNode node = LayerNode.Apply(rows.Node, new Reshape([rows.Node.Shape[0] / channels, channels]), origin);
        node = LayerNode.Apply(node, new Permute([2, 1]), origin);
        return rows with { Node = LayerNode.Apply(node, new Flatten(), origin), FlatChannels = 1 };
    }

    /// <summary>Gives the dimensions of the rows the order of the graph.</summary>
    public static RowsValue Straight(RowsValue rows, object origin)
    {
        rows = Flat(rows, origin);
        return Permuted(rows, [.. rows.Axes.Where(axis => axis.Kind == GraphAxisKind.Row).Select(axis => axis.Row)], origin);
    }

    /// <summary>Makes an axis of the graph the last dimension of the rows, that of the channels.</summary>
    public static RowsValue ChannelsAt(RowsValue rows, int axis, object origin)
    {
        int row = rows.Axes[axis].Row, last = rows.Node.Shape.Length - 1;
        return row == last ? rows : Permuted(rows, [.. Enumerable.Range(0, last + 1).Where(item => item != row), row], origin);
    }

    /// <summary>
    /// Gives the rows one dimension for each axis of the graph but the batch: the positions in the order of the graph, and a channel axis last.
    /// </summary>
    public static RowsValue Positions(RowsValue rows, int channelAxis, object origin)
    {
        rows = Flat(rows, origin);
        IEnumerable<int> others = Enumerable.Range(0, rows.Rank).Where(axis => axis != channelAxis && rows.Axes[axis].Kind != GraphAxisKind.Batch);
        int[] axes = [.. others, channelAxis];
        rows = Permuted(rows, [.. axes.Where(axis => rows.Axes[axis].Kind == GraphAxisKind.Row).Select(axis => rows.Axes[axis].Row)], origin);
        if (rows.Node.Shape.Length == axes.Length)
        {
            return rows;
        }

        long?[] sizes = [.. rows.Sizes];
        GraphAxis[] placed = [.. rows.Axes];
        for (int i = 0; i < axes.Length; i++)
        {
            placed[axes[i]] = GraphAxis.Of(i);
        }

        return rows with
        {
            Node = LayerNode.Apply(rows.Node, new Reshape([.. axes.Select(axis => (int)sizes[axis]!.Value)]), origin),
            Axes = [.. placed],
        };
    }

    /// <summary>Returns the order of flat rows of the graph as an index into the rows of the network.</summary>
    /// <param name="index">The index in the graph's row.</param>
    /// <param name="channels">See <see cref="RowsValue.FlatChannels"/>.</param>
    /// <param name="size">The number of values in a row.</param>
    public static int RowIndex(int index, int channels, int size)
    {
        int positions = size / channels;
        return ((index % positions) * channels) + (index / positions);
    }

    /// <summary>Returns one value for each value of a flat row, or for each channel, in the order of the network's rows.</summary>
    public static float[] InRowOrder(float[] values, int channels)
    {
        if (channels == 1)
        {
            return values;
        }

        float[] ordered = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ordered[RowIndex(i, channels, values.Length)] = values[i];
        }

        return ordered;
    }

    // Dimension i of the new rows is dimension order[i] of the old ones.
    private static RowsValue Permuted(RowsValue rows, ImmutableArray<int> order, object origin)
    {
        if (order.SequenceEqual(order.Order()))
        {
            return rows;
        }

        return rows with
        {
            Node = LayerNode.Apply(rows.Node, new Permute([.. order.Select(row => row + 1)]), origin),
            Axes = [.. rows.Axes.Select(axis => axis.Kind == GraphAxisKind.Row ? GraphAxis.Of(order.IndexOf(axis.Row)) : axis)],
        };
    }
}
