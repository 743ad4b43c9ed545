using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Reads the operator that adds or removes values at the ends of axes: <see cref="ZeroPadding2D"/>, <see cref="Cropping1D"/> and so on.
/// </summary>
internal static class PadReader
{
    public static void Read(NodeReader node)
    {
        double value = node.Has(2)
            ? (node.Value(2) as FilledValue)?.Value ?? node.Constant(2).Scalar ?? throw node.Damaged("its value is not one number")
            : node.FindNumber("value") ?? 0;
        string mode = node.Text("mode", "constant");
        if (mode != "constant" || value != 0)
        {
            throw node.NotSupported($"it pads with the mode {OnnxText.Short(mode)} and the value {value}; accepted: zeros");
        }

        RowsValue rows = node.Rows(0);
        long[] pads = node.FindIntegers("pads", 1) ?? throw node.Damaged("it has no pads");
        long[] axes = node.Has(3) ? node.Integers(3) : [.. Enumerable.Range(0, rows.Rank).Select(axis => (long)axis)];
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
        {
            throw node.Damaged($"it has {pads.Length} pads for {axes.Length} axes");
        }

        node.Give(ResizedAxes.Apply(
            rows,
            [.. axes.Select((axis, i) => (
                rows.AxisAt(axis) ?? throw node.Damaged($"its axis {axis} is outside of {rows.Rank} dimensions"),
                checked((int)pads[i]),
                checked((int)pads[i + axes.Length])))],
            node));
    }
}
