using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras.Layers;

/// <summary>
/// How Keras stores the weights of each layer. Kernels are [inputs, units] and [height, width, channels, filters] there, and [units, inputs] and
/// [filters, channels, height, width] here.
/// </summary>
internal static class KerasLayers
{
    /// <summary>Returns how Keras stores the weights of a layer; null if its files have no such layer.</summary>
    /// <param name="layer">A layer that has parameters.</param>
    public static KerasLayer? Find(PlacedLayer layer) => layer.Spec switch
    {
        Dense dense => Dense(dense, layer),
        Conv1D conv => Conv1D(conv, layer),
        Conv2D conv => Conv2D(conv, layer),
        DepthwiseConv2D conv => DepthwiseConv2D(conv, layer),
        SeparableConv2D conv => SeparableConv2D(conv, layer),
        Embedding embedding => KerasLayer.Simple("embedding", [new("embeddings", [embedding.InputDim, embedding.OutputDim])], arrays => arrays),
        PositionalEmbedding => KerasLayer.Simple("position_embedding", [new("embeddings", layer.InputShape)], arrays => arrays),
        BatchNormalization norm => Normalization("batch_normalization", norm.UseScale, norm.UseOffset, layer, "moving_mean", "moving_variance"),
        LayerNormalization norm => Normalization("layer_normalization", norm.UseScale, norm.UseOffset, layer),
        MultiHeadAttention attention => KerasAttention.Describe(attention, layer),
        RecurrentLayer recurrent => KerasRecurrent.Describe(recurrent, layer),
        Bidirectional both => KerasRecurrent.Describe(both, layer),
        _ => null,
    };

    private static KerasLayer Dense(Dense dense, PlacedLayer layer)
    {
        int inputs = layer.InputShape[^1];
        return KerasLayer.Simple(
            "dense",
            WithBias(dense.UseBias, dense.Units, new KerasArray("kernel", [inputs, dense.Units])),
            arrays => [Axes.Transpose(arrays[0], inputs, dense.Units), .. arrays[1..]]);
    }

    private static KerasLayer Conv1D(Conv1D conv, PlacedLayer layer)
    {
        ImmutableArray<int> shape = [conv.KernelSize, layer.InputShape[^1] / conv.Groups, conv.Filters];
        return KerasLayer.Simple(
            "conv1d",
            WithBias(conv.UseBias, conv.Filters, new KerasArray("kernel", shape)),
            arrays => [Axes.Permute(arrays[0], shape, 2, 1, 0), .. arrays[1..]]);
    }

    private static KerasLayer Conv2D(Conv2D conv, PlacedLayer layer)
    {
        ImmutableArray<int> shape = [conv.KernelSize.Height, conv.KernelSize.Width, layer.InputShape[^1] / conv.Groups, conv.Filters];
        return KerasLayer.Simple(
            "conv2d",
            WithBias(conv.UseBias, conv.Filters, new KerasArray("kernel", shape)),
            arrays => [Axes.Permute(arrays[0], shape, 3, 2, 0, 1), .. arrays[1..]]);
    }

    // The filters of a channel follow each other in both orders: filter c · M + m is the m-th of channel c.
    private static KerasLayer DepthwiseConv2D(DepthwiseConv2D conv, PlacedLayer layer)
    {
        ImmutableArray<int> shape = [conv.KernelSize.Height, conv.KernelSize.Width, layer.InputShape[^1], conv.DepthMultiplier];
        return KerasLayer.Simple(
            "depthwise_conv2d",
            WithBias(conv.UseBias, shape[2] * shape[3], new KerasArray("kernel", shape)),
            arrays => [Axes.Permute(arrays[0], shape, 2, 3, 0, 1), .. arrays[1..]]);
    }

    private static KerasLayer SeparableConv2D(SeparableConv2D conv, PlacedLayer layer)
    {
        ImmutableArray<int> shape = [conv.KernelSize.Height, conv.KernelSize.Width, layer.InputShape[^1], conv.DepthMultiplier];
        int channels = shape[2] * shape[3];
        return KerasLayer.Simple(
            "separable_conv2d",
            WithBias(conv.UseBias, conv.Filters, new KerasArray("depthwise_kernel", shape), new KerasArray("pointwise_kernel", [1, 1, channels, conv.Filters])),
            arrays => [Axes.Permute(arrays[0], shape, 2, 3, 0, 1), Axes.Transpose(arrays[1], channels, conv.Filters), .. arrays[2..]]);
    }

    private static KerasLayer Normalization(string className, bool useScale, bool useOffset, PlacedLayer layer, params ReadOnlySpan<string> statistics)
    {
        string[] names = [.. useScale ? ["gamma"] : Array.Empty<string>(), .. useOffset ? ["beta"] : Array.Empty<string>(), .. statistics];
        return KerasLayer.Simple(className, [.. names.Select(name => new KerasArray(name, [layer.InputShape[^1]]))], arrays => arrays);
    }

    private static ImmutableArray<KerasArray> WithBias(bool useBias, int size, params ImmutableArray<KerasArray> arrays) =>
        useBias ? [.. arrays, new KerasArray("bias", [size])] : arrays;
}
