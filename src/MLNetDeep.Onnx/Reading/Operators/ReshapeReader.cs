using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads operators that give a tensor another shape: <see cref="Flatten"/> and <see cref="Neural.Reshape"/>.</summary>
internal static class ReshapeReader
{
    public static void ReadFlatten(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        if (rows.Axes[0].Kind != GraphAxisKind.Batch || rows.AxisAt(node.Integer("axis", 1)) != 1)
        {
            throw node.NotSupported("it mixes rows; accepted: axis 1, with the batch first");
        }

        node.Give(Flat(rows, node));
    }

    public static void Read(NodeReader node)
    {
        if (node.Value(0) is FilledValue)
        {
            node.Give(node.Value(0));
            return;
        }

        ImmutableArray<long?> target = node.Constant(1).Integers ?? throw node.Damaged("its shape has floats");
        if (node.Value(0) is ConstantValue constant)
        {
            node.Give(Constant(constant, target, node));
            return;
        }

        long?[] sizes = [.. node.AnyRows(0).Sizes];
        if (node.Integer("allowzero", 0) == 0)
        {
            target = [.. target.Select((size, i) => size != 0
                ? size
                : i < sizes.Length ? sizes[i] : throw node.Damaged("its shape has a 0 for a dimension that the input does not have"))];
        }

        RowsValue rows = node.Rows(0);
        node.Give(WithOtherOnes(rows, target) ?? Reshaped(rows, target, node));
    }

    /// <summary>Makes rows flat, in the order of the graph.</summary>
    public static RowsValue Flat(RowsValue rows, NodeReader node)
    {
        int last = rows.Node.Shape.Length - 1;
        if (last > 0)
        {
            int[] order = [.. rows.Axes.Where(axis => axis.Kind == GraphAxisKind.Row).Select(axis => axis.Row)];
            bool hasChannelsFirst = order[0] == last && order.AsSpan(1).SequenceEqual([.. Enumerable.Range(0, last)]);
            rows = hasChannelsFirst ? rows : RowOrders.Straight(rows, node);
            int channels = rows.Node.Shape[^1];
            rows = rows with
            {
                Node = LayerNode.Apply(rows.Node, new Flatten(), node),
                FlatChannels = hasChannelsFirst && channels < rows.RowSize ? channels : 1,
            };
        }

        return rows with { Axes = [GraphAxis.Batch, GraphAxis.Of(0)] };
    }

    // The batch stays where it is, and dimensions of size 1 that the rows do not have come or go; null if more changes.
    private static RowsValue? WithOtherOnes(RowsValue rows, ImmutableArray<long?> target)
    {
        GraphAxis[] axes = [.. rows.Axes.Where(axis => axis.Kind != GraphAxisKind.One)];
        long?[] sizes = [.. (rows with { Axes = [.. axes] }).Sizes];
        List<GraphAxis> found = [];
        int next = 0, inferred = 0;
        foreach (long? size in target)
        {
            bool isAxis = next < axes.Length && (size == sizes[next] || size == -1 || (sizes[next] is null && size == 1));
            if (!isAxis && size != 1)
            {
                return null;
            }

            inferred += size == -1 ? 1 : 0;
            found.Add(isAxis ? axes[next++] : GraphAxis.One);
        }

        return next == axes.Length && inferred < 2 ? rows with { Axes = [.. found] } : null;
    }

    private static RowsValue Reshaped(RowsValue rows, ImmutableArray<long?> target, NodeReader node)
    {
        if (rows.Axes[0].Kind != GraphAxisKind.Batch || target.Length < 2 || target[0] is not (null or -1 or 1)
            || target.AsSpan()[1..].Contains(null))
        {
            throw node.NotSupported($"it mixes rows in the shape {OnnxText.Shape(target)}; accepted: shapes whose first dimension is the batch");
        }

        ImmutableArray<int> shape = [.. target.Skip(1).Select(size => checked((int)size!.Value))];
        shape = new Reshape(shape).OutputShape([checked((int)rows.RowSize)]);
        if (target[0] == -1 && target.AsSpan()[1..].Contains(-1))
        {
            throw node.Damaged("its shape has -1 twice");
        }

        if (shape.Length == 1)
        {
            return Flat(rows, node);
        }

        rows = RowOrders.Straight(rows, node);
        return new RowsValue(
            LayerNode.Apply(rows.Node, new Reshape(shape), node), [GraphAxis.Batch, .. Enumerable.Range(0, shape.Length).Select(GraphAxis.Of)]);
    }

    private static ConstantValue Constant(ConstantValue constant, ImmutableArray<long?> target, NodeReader node)
    {
        long[] shape = [.. target.Select((size, i) => size switch
        {
            null => throw node.NotSupported("a constant's shape depends on the size of the batch"),
            0 => i < constant.Shape.Length ? constant.Shape[i] : 0,
            long number => number,
        })];
        long known = shape.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size));
        if (shape.Contains(-1) && known > 0)
        {
            shape[Array.IndexOf(shape, -1)] = constant.Count / known;
            known *= constant.Count / known;
        }

        return known == constant.Count && shape.All(size => size >= 0)
            ? constant with { Shape = [.. shape.Select(size => (int)size)] }
            : throw node.Damaged($"its shape {OnnxText.Shape(target)} does not fit {constant.Count} values");
    }
}
