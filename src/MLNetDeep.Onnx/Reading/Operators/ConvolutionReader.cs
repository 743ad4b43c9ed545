using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads convolutions: <see cref="Conv1D"/>, <see cref="Conv2D"/> and <see cref="DepthwiseConv2D"/>.</summary>
internal static class ConvolutionReader
{
    public static void Read(NodeReader node)
    {
        RowsValue rows = PoolReader.Channels(node);
        int[] sizes = [.. rows.Node.Shape.SkipLast(1)];
        int channels = rows.Node.Shape[^1];
        float[] weights = node.Weights(1);
        ImmutableArray<int> shape = node.Constant(1).Shape;
        int groups = checked((int)node.Integer("group", 1));
        if (shape.Length != sizes.Length + 2 || groups < 1 || shape.Contains(0) || (long)shape[1] * groups != channels)
        {
            throw node.Damaged($"its weights {OnnxText.Shape(shape)} in {groups} groups do not fit {channels} channels and {sizes.Length} axes");
        }

        GraphWindows windows = GraphWindows.Read(node, sizes, [.. shape.Skip(2)]);
        if (!windows.Kernel.SequenceEqual(shape.Skip(2)))
        {
            throw node.Damaged($"its kernel_shape {OnnxText.Shape(windows.Kernel)} is not that of its weights {OnnxText.Shape(shape)}");
        }

        Padding? padding = windows.FindPadding(sizes);
        if (padding is null)
        {
            rows = rows with { Node = LayerNode.Apply(rows.Node, ResizedAxes.ZeroPadding(windows.Pads), node) };
        }

        ImmutableDictionary<string, float[]> parameters = ImmutableDictionary<string, float[]>.Empty.Add("weight", weights);
        if (node.Has(2))
        {
            float[] bias = node.Numbers(2);
            parameters = bias.Length == shape[0]
                ? parameters.Add("bias", bias)
                : throw node.Damaged($"it has {bias.Length} biases for {shape[0]} filters");
        }

        node.Give(rows, Layer(windows, shape[0], groups, channels, padding ?? Padding.Valid, node.Has(2)), parameters);
    }

    private static LayerSpec Layer(GraphWindows windows, int filters, int groups, int channels, Padding padding, bool useBias)
    {
        (int[] kernel, int[] strides, int[] dilations) = (windows.Kernel, windows.Strides, windows.Dilations);
        if (kernel.Length == 1)
        {
            return new Conv1D(filters, kernel[0], strides[0], padding, dilations[0], groups, useBias: useBias);
        }

        (Size2D size, Size2D stride, Size2D dilation) = ((kernel[0], kernel[1]), (strides[0], strides[1]), (dilations[0], dilations[1]));
        return groups == channels && groups > 1 && filters % groups == 0
            ? new DepthwiseConv2D(size, stride, padding, filters / groups, dilation, useBias: useBias)
            : new Conv2D(filters, size, stride, padding, dilation, groups, useBias: useBias);
    }
}
