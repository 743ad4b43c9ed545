using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads the operator that looks up indices: an <see cref="Embedding"/>, or one position of an axis.</summary>
internal static class GatherReader
{
    public static void Read(NodeReader node) => node.Give((node.Value(0), node.Value(1)) switch
    {
        (FilledValue filled, _) => filled,
        (ConstantValue table, RowsValue indices) => Embedded(table, indices, node),
        (ConstantValue constant, ConstantValue) => Taken(constant, node),
        _ => Position(node.AnyRows(0), node),
    });

    private static RowsValue Embedded(ConstantValue table, RowsValue indices, NodeReader node)
    {
        if (!indices.AreIndices || table.Shape.Length != 2 || table.Numbers is null || node.Integer("axis", 0) is not (0 or -2))
        {
            throw node.NotSupported(
                "it looks up computed indices, or not in the rows of a table; accepted: a table of two dimensions, and the input of the graph");
        }

        int time = indices.Axes.IndexOf(GraphAxis.Of(0));
        if (indices.Rank != 2 || time < 0)
        {
            throw node.NotSupported("its indices have more dimensions than [batch, time]");
        }

        Embedding layer = new(table.Shape[0], table.Shape[1]);
        LayerNode output = LayerNode.Apply(indices.Node, layer, node, Weights("weight", node.Weights(0)));
        return new RowsValue(output, indices.Axes.Add(GraphAxis.Of(1)));
    }

    private static ImmutableDictionary<string, float[]> Weights(string name, float[] values) =>
        ImmutableDictionary<string, float[]>.Empty.Add(name, values);

    private static ConstantValue Taken(ConstantValue constant, NodeReader node)
    {
        ConstantValue indices = node.Constant(1);
        int rank = constant.Shape.Length;
        long axis = node.Integer("axis", 0);
        axis = axis < 0 ? axis + rank : axis;
        if (axis < 0 || axis >= rank)
        {
            throw node.Damaged($"its axis is outside of {rank} dimensions");
        }

        int size = constant.Shape[(int)axis];
        int[] positions = [.. node.Integers(1).Select(index => index >= -size && index < size
            ? (int)(index < 0 ? index + size : index)
            : throw node.Damaged($"it looks up index {index} of {size}"))];
        ConstantValue taken = ConstantParts.Take(constant, (int)axis, positions, (long)constant.Count + positions.Length, node);
        return taken with { Shape = [.. taken.Shape.Take((int)axis), .. indices.Shape, .. taken.Shape.Skip((int)axis + 1)] };
    }

    // One position of an axis: of the directions of a recurrent layer, or of the time.
    private static RowsValue Position(RowsValue rows, NodeReader node)
    {
        ConstantValue index = node.Constant(1);
        if (rows.AxisAt(node.Integer("axis", 0)) is { } time && rows.Axes[time].Kind == GraphAxisKind.ReversedTime && index.Count > 1
            && node.Integers(1).SequenceEqual(Enumerable.Range(0, rows.Node.Shape[0]).Reverse().Select(step => (long)step)))
        {
            return rows with { Axes = rows.Axes.SetItem(time, GraphAxis.Of(0)) };
        }

        if (rows.AxisAt(node.Integer("axis", 0)) is not { } axis || index.Integers is null || index.Scalar is not { } number)
        {
            throw node.NotSupported("it takes several positions of a computed tensor; accepted: one");
        }

        RowsValue taken = PositionReader.Take(rows, axis, (long)number, node);
        return index.Shape.Length == 0 ? taken with { Axes = taken.Axes.RemoveAt(axis) } : taken;
    }
}
