using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads means and maxima of axes: global pooling, or the mean of a layer normalization.</summary>
internal static class ReductionReader
{
    public static void ReadGlobal(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        node.Give(Pooled(rows, [.. Enumerable.Range(2, Math.Max(rows.Rank - 2, 0))], keep: true, node));
    }

    public static void Read(NodeReader node)
    {
        long[]? given = node.FindIntegers("axes", 1);
        bool keep = node.Integer("keepdims", 1) != 0;
        if (node.Value(0) is NormalizationValue squares)
        {
            node.Give(NormalizationReader.Variance(squares, given, keep, node));
            return;
        }

        RowsValue rows = node.Rows(0);
        if (given is not { Length: > 0 })
        {
            throw node.NotSupported("it has no axes, so it mixes rows");
        }

        int[] axes =
        [
            .. given.Select(axis => rows.AxisAt(axis) ?? throw node.Damaged($"its axis {axis} is outside of {rows.Rank} dimensions")).Distinct(),
        ];
        bool isMean = axes is [int single] && keep && node.Operator == "ReduceMean" && rows.Axes[single].Kind == GraphAxisKind.Row
            && rows.Axes[single].Row == rows.Node.Shape.Length - 1;
        node.Give(isMean ? new NormalizationValue(rows, NormalizationPart.Mean) : Pooled(rows, axes, keep, node));
    }

    private static RowsValue Pooled(RowsValue rows, int[] axes, bool keep, NodeReader node)
    {
        int[] kept = [.. Enumerable.Range(0, rows.Rank).Where(axis => rows.Axes[axis].Kind == GraphAxisKind.Row && !axes.Contains(axis))];
        int dimensions = rows.Node.Shape.Length;
        bool hasRows = axes.Any(axis => rows.Axes[axis].Kind == GraphAxisKind.Row);
        if (axes.Any(axis => rows.Axes[axis].Kind == GraphAxisKind.Batch) || (hasRows && (kept.Length != 1 || dimensions is not (2 or 3))))
        {
            throw node.NotSupported("it reduces some axes; accepted: all positions of a picture or a sequence");
        }

        bool isMaximum = node.Operator is "GlobalMaxPool" or "ReduceMax";
        if (hasRows)
        {
            rows = RowOrders.ChannelsAt(rows, kept[0], node);
            LayerSpec layer = (isMaximum, dimensions) switch
            {
                (true, 2) => new GlobalMaxPooling1D(),
                (false, 2) => new GlobalAveragePooling1D(),
                (true, _) => new GlobalMaxPooling2D(),
                _ => new GlobalAveragePooling2D(),
            };
            rows = rows with { Node = LayerNode.Apply(rows.Node, layer, node) };
        }

        ImmutableArray<GraphAxis> result = [.. rows.Axes
            .Select((axis, i) => axes.Contains(i) ? GraphAxis.One : hasRows && axis.Kind == GraphAxisKind.Row ? GraphAxis.Of(0) : axis)
            .Where((_, i) => keep || !axes.Contains(i))];
        return rows with { Axes = result };
    }
}
