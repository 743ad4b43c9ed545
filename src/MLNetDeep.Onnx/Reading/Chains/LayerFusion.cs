using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Makes one layer of neighbouring ones that a layer here consists of.</summary>
internal static class LayerFusion
{
    /// <summary>
    /// Puts activations into the layers before them, and makes a <see cref="SeparableConv2D"/> of a depthwise convolution without bias and a
    /// convolution of kernel 1.
    /// </summary>
    public static List<ReadLayer> Fuse(List<ReadLayer> layers)
    {
        List<ReadLayer> fused = [];
        foreach (ReadLayer layer in layers)
        {
            if (fused.Count > 0 && Fuse(fused[^1], layer) is { } both)
            {
                fused[^1] = both;
            }
            else
            {
                fused.Add(layer);
            }
        }

        return fused;
    }

    private static ReadLayer? Fuse(ReadLayer first, ReadLayer second) => (first.Layer, second.Layer) switch
    {
        (_, ActivationLayer { Activation: var activation }) =>
            WithActivation(first.Layer, activation) is { } layer ? first with { Layer = layer } : null,
        (DepthwiseConv2D { UseBias: false, Activation: Linear } depthwise, Conv2D pointwise) when IsPointwise(pointwise) =>
            Separable(first, depthwise, second, pointwise),
        _ => null,
    };

    private static bool IsPointwise(Conv2D layer) =>
        layer.KernelSize == 1 && layer.Strides == 1 && layer.Groups == 1 && layer.Padding == Padding.Valid;

    private static ReadLayer Separable(ReadLayer first, DepthwiseConv2D depthwise, ReadLayer second, Conv2D pointwise)
    {
        SeparableConv2D layer = new(
            pointwise.Filters,
            depthwise.KernelSize,
            depthwise.Strides,
            depthwise.Padding,
            depthwise.Dilation,
            depthwise.DepthMultiplier,
            pointwise.Activation,
            pointwise.UseBias);
        return new ReadLayer(
            layer,
            first.Weights.Select(item => KeyValuePair.Create($"depthwise.{item.Key}", item.Value))
                .Concat(second.Weights.Select(item => KeyValuePair.Create($"pointwise.{item.Key}", item.Value)))
                .ToImmutableDictionary());
    }

    // Null if the layer has no activation of its own, or has one already.
    private static LayerSpec? WithActivation(LayerSpec layer, Activation activation) => layer switch
    {
        Dense { Activation: Linear } dense => new Dense(dense.Units, activation, dense.UseBias),
        Conv1D { Activation: Linear } conv =>
            new Conv1D(conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, conv.Groups, activation, conv.UseBias),
        Conv2D { Activation: Linear } conv =>
            new Conv2D(conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, conv.Groups, activation, conv.UseBias),
        DepthwiseConv2D { Activation: Linear } conv =>
            new DepthwiseConv2D(conv.KernelSize, conv.Strides, conv.Padding, conv.DepthMultiplier, conv.Dilation, activation, conv.UseBias),
        SeparableConv2D { Activation: Linear } conv => new SeparableConv2D(
            conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, conv.DepthMultiplier, activation, conv.UseBias),
        Residual { Activation: Linear } residual => new Residual(residual.Layers, activation, residual.Shortcut),
        _ => null,
    };
}
