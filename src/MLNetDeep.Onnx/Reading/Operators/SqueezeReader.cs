using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads operators that add and remove dimensions of size 1.</summary>
internal static class SqueezeReader
{
    public static void ReadSqueeze(NodeReader node)
    {
        long[]? axes = node.FindIntegers("axes", 1);
        node.Give(node.Value(0) switch
        {
            FilledValue filled => filled,
            ConstantValue constant => constant with
            {
                Shape = [.. constant.Shape.Where((size, i) => size != 1 || !Contains(axes, i, constant.Shape.Length))],
            },
            _ => Squeezed(node.AnyRows(0), axes, node),
        });
    }

    public static void ReadUnsqueeze(NodeReader node)
    {
        long[] axes = node.FindIntegers("axes", 1) ?? throw node.Damaged("it has no axes");
        node.Give(node.Value(0) switch
        {
            FilledValue filled => filled,
            ConstantValue constant => constant with { Shape = [.. Inserted(constant.Shape, axes, 1, node)] },
            _ => node.AnyRows(0) is RowsValue rows ? rows with { Axes = [.. Inserted(rows.Axes, axes, GraphAxis.One, node)] } : node.Value(0),
        });
    }

    private static RowsValue Squeezed(RowsValue rows, long[]? axes, NodeReader node)
    {
        for (int axis = rows.Rank - 1; axis >= 0; axis--)
        {
            if (!Contains(axes, axis, node.AnyRows(0).Rank))
            {
                continue;
            }

            GraphAxis removed = rows.Axes[axis];
            bool isOne = removed.Kind == GraphAxisKind.Row && rows.Node.Shape[removed.Row] == 1;
            if (removed.Kind != GraphAxisKind.One && !isOne)
            {
                if (axes is null)
                {
                    continue;
                }

                throw node.NotSupported($"it removes axis {axis}, which is the batch or has more than one value");
            }

            rows = rows with { Axes = rows.Axes.RemoveAt(axis) };
            if (isOne && rows.Node.Shape.Length > 1)
            {
                rows = rows with
                {
                    Node = LayerNode.Apply(rows.Node, new Reshape(rows.Node.Shape.RemoveAt(removed.Row)), node),
                    Axes = [.. rows.Axes.Select(item => item.Kind == GraphAxisKind.Row && item.Row > removed.Row ? GraphAxis.Of(item.Row - 1) : item)],
                };
            }
        }

        return rows;
    }

    private static bool Contains(long[]? axes, int axis, int rank) => axes is null || axes.Contains(axis) || axes.Contains(axis - rank);

    private static List<T> Inserted<T>(IReadOnlyList<T> items, long[] axes, T item, NodeReader node)
    {
        int rank = items.Count + axes.Length;
        int[] places = [.. axes.Select(axis => (int)(axis < 0 ? Math.Max(axis, -rank) + rank : Math.Min(axis, rank)))];
        if (places.Any(place => place >= rank) || places.Distinct().Count() != places.Length || rank > 16)
        {
            throw node.Damaged($"its axes are {OnnxText.Shape(axes)} for {items.Count} dimensions");
        }

        Queue<T> rest = new(items);
        return [.. Enumerable.Range(0, rank).Select(i => places.Contains(i) ? item : rest.Dequeue())];
    }
}
