using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads pooling of windows: <see cref="MaxPooling2D"/>, <see cref="AveragePooling2D"/> and those of sequences.</summary>
internal static class PoolReader
{
    public static void Read(NodeReader node)
    {
        RowsValue rows = Channels(node);
        int[] sizes = [.. rows.Node.Shape.SkipLast(1)];
        GraphWindows windows = GraphWindows.Read(node, sizes);
        if (windows.Dilations.Any(dilation => dilation != 1))
        {
            throw node.NotSupported($"it has the dilations {OnnxText.Shape(windows.Dilations)}; accepted: 1");
        }

        if (node.Integer("ceil_mode", 0) != 0 && windows.HasRest(sizes))
        {
            throw node.NotSupported("ceil_mode is set, and the last windows reach beyond the end; accepted: whole windows");
        }

        bool isMaximum = node.Operator == "MaxPool";
        Padding? padding = windows.FindPadding(sizes);
        bool countsPadding = !isMaximum && node.Integer("count_include_pad", 0) != 0;
        if (padding is null || (padding == Padding.Same && countsPadding))
        {
            // Zeros are the same as no padding for a maximum of numbers of 0 or more.
            if (isMaximum ? !IsNotNegative(rows.Node) : !countsPadding)
            {
                throw node.NotSupported(
                    $"it has the pads {string.Join(", ", windows.Pads)}; accepted: none, those of auto_pad SAME_UPPER, for AveragePool those with "
                    + "count_include_pad, and for MaxPool any after ReLU");
            }

            rows = rows with { Node = LayerNode.Apply(rows.Node, ResizedAxes.ZeroPadding(windows.Pads), node) };
            padding = Padding.Valid;
        }

        node.Give(rows, Layer(windows, isMaximum, padding.Value));
    }

    /// <summary>Returns the first input as pictures or sequences whose channels are axis 1 of the graph.</summary>
    public static RowsValue Channels(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        return rows.Rank is 3 or 4 && rows.Axes[0].Kind == GraphAxisKind.Batch
            ? RowOrders.Positions(rows, 1, node)
            : throw node.NotSupported($"its input has {rows.Rank} dimensions; accepted: [batch, channels, time] and [batch, channels, height, width]");
    }

    private static LayerSpec Layer(GraphWindows windows, bool isMaximum, Padding padding)
    {
        (int[] size, int[] strides) = (windows.Kernel, windows.Strides);
        return (isMaximum, size.Length) switch
        {
            (true, 1) => new MaxPooling1D(size[0], strides[0], padding),
            (false, 1) => new AveragePooling1D(size[0], strides[0], padding),
            (true, _) => new MaxPooling2D((size[0], size[1]), (strides[0], strides[1]), padding),
            _ => new AveragePooling2D((size[0], size[1]), (strides[0], strides[1]), padding),
        };
    }

    private static bool IsNotNegative(LayerNode node) => node.Layer switch
    {
        ActivationLayer { Activation: Relu or Sigmoid or Softplus } => true,
        Pooling or UpSampling2D or ZeroPadding2D => IsNotNegative(node.Inputs[0]),
        _ => false,
    };
}
