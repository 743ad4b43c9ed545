using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>Reads the operator that puts axes in another order. Rows keep theirs: only what is known about the axes changes.</summary>
internal static class TransposeReader
{
    public static void Read(NodeReader node)
    {
        long[]? order = node.FindIntegers("perm");
        node.Give(node.Value(0) switch
        {
            FilledValue filled => filled,
            ConstantValue constant => Transposed(constant, Order(order, constant.Shape.Length, node)),
            _ => node.AnyRows(0) is RowsValue rows
                ? rows with { Axes = [.. Order(order, rows.Rank, node).Select(axis => rows.Axes[axis])] }
                : node.Value(0),
        });
    }

    private static int[] Order(long[]? order, int rank, NodeReader node)
    {
        order ??= [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)];
        return order.Order().SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis))
            ? [.. order.Select(axis => (int)axis)]
            : throw node.Damaged($"its perm is {OnnxText.Shape(order)} for {rank} dimensions");
    }

    private static ConstantValue Transposed(ConstantValue constant, int[] order)
    {
        int[] strides = new int[order.Length];
        for (int axis = order.Length - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= constant.Shape[axis];
        }

        ImmutableArray<int> shape = [.. order.Select(axis => constant.Shape[axis])];
        return constant.Pick(shape, index =>
        {
            int source = 0;
            for (int axis = order.Length - 1; axis >= 0; axis--)
            {
                source += index % shape[axis] * strides[order[axis]];
                index /= shape[axis];
            }

            return source;
        }) with { Use = constant.Use };
    }
}
