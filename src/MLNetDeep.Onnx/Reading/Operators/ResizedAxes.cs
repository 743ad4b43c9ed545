using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Adds and removes positions at the ends of axes.</summary>
internal static class ResizedAxes
{
    /// <summary>Adds positions of zeros at the ends of axes, or removes positions.</summary>
    /// <param name="rows">The activations.</param>
    /// <param name="changes">
    /// The axes, with the numbers of new positions before the first and after the last; negative for positions that are removed.
    /// </param>
    /// <param name="node">The node.</param>
    public static RowsValue Apply(RowsValue rows, IReadOnlyList<(int Axis, int Before, int After)> changes, NodeReader node)
    {
        changes = [.. changes.Where(change => change is not { Before: 0, After: 0 })];
        if (changes.Count == 0)
        {
            return rows;
        }

        rows = Prepare(rows, [.. changes.Select(change => change.Axis)], node);
        (int Before, int After)[] numbers = new (int, int)[rows.Node.Shape.Length - 1];
        foreach ((int axis, int before, int after) in changes)
        {
            numbers[rows.Axes[axis].Row] = (before, after);
        }

        rows = Layer(rows, Cropping([.. numbers.Select(item => (Math.Max(-item.Before, 0), Math.Max(-item.After, 0)))]), node);
        return Layer(rows, ZeroPadding([.. numbers.Select(item => (Math.Max(item.Before, 0), Math.Max(item.After, 0)))]), node);
    }

    /// <summary>Puts the rows in an order in which none of the axes is the last dimension, which is that of the channels.</summary>
    /// <param name="rows">The activations.</param>
    /// <param name="axes">The axes whose sizes change.</param>
    /// <param name="node">The node.</param>
    public static RowsValue Prepare(RowsValue rows, IReadOnlyCollection<int> axes, NodeReader node)
    {
        int last = rows.Node.Shape.Length - 1;
        if (rows.FlatChannels != 1 || last is not (1 or 2) || axes.Any(axis => rows.Axes[axis].Kind != GraphAxisKind.Row))
        {
            throw node.NotSupported("it changes the size of an axis; accepted: of the positions of a picture or a sequence");
        }

        int channels = Enumerable.Range(0, rows.Rank)
            .Where(axis => rows.Axes[axis].Kind == GraphAxisKind.Row && !axes.Contains(axis))
            .OrderByDescending(axis => rows.Axes[axis].Row)
            .FirstOrDefault(-1);
        return channels < 0
            ? throw node.NotSupported("it changes the size of every axis; accepted: of the positions of a picture or a sequence, not of the channels")
            : RowOrders.ChannelsAt(rows, channels, node);
    }

    /// <summary>Returns the layer that adds zeros around a picture, or at the ends of a sequence.</summary>
    /// <param name="pads">The numbers of positions for each axis.</param>
    public static LayerSpec ZeroPadding(IReadOnlyList<(int Before, int After)> pads) => pads.Count == 1
        ? new ZeroPadding1D(pads[0].Before, pads[0].After)
        : new ZeroPadding2D(new Margins(pads[0].Before, pads[0].After, pads[1].Before, pads[1].After));

    private static LayerSpec Cropping((int Before, int After)[] numbers) => numbers.Length == 1
        ? new Cropping1D(numbers[0].Before, numbers[0].After)
        : new Cropping2D(new Margins(numbers[0].Before, numbers[0].After, numbers[1].Before, numbers[1].After));

    // A layer that would change nothing is left out.
    private static RowsValue Layer(RowsValue rows, LayerSpec layer, NodeReader node) =>
        layer is Cropping1D { Left: 0, Right: 0 } or ZeroPadding1D { Left: 0, Right: 0 }
            || (layer is Cropping2D { Cropping: var cropping } && cropping == 0)
            || (layer is ZeroPadding2D { Padding: var padding } && padding == 0)
            ? rows
            : rows with { Node = LayerNode.Apply(rows.Node, layer, node) };
}
