using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Convolutions of pictures and sequences, with channels first. The weights have PyTorch's shape, which is also ONNX's.</summary>
internal static class OnnxConvolution
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(Conv1D layer, OnnxTensor input, OnnxLayerContext context) =>
        Write(layer.ShapeOf(input.Shape), layer.Activation, input, context);

    public static OnnxTensor Write(Conv2D layer, OnnxTensor input, OnnxLayerContext context) =>
        Write(layer.ShapeOf(input.Shape), layer.Activation, input, context);

    public static OnnxTensor Write(DepthwiseConv2D layer, OnnxTensor input, OnnxLayerContext context) =>
        Write(layer.ShapeOf(input.Shape), layer.Activation, input, context);

    /// <summary>Writes the two convolutions of a separable one.</summary>
    public static OnnxTensor Write(SeparableConv2D layer, OnnxTensor input, OnnxLayerContext context) =>
        OnnxLayerChain.Write(context.Place.NestedLayers, input, context);

    private static OnnxTensor Write(ConvolutionShape shape, Activation activation, OnnxTensor input, OnnxLayerContext context)
    {
        ImmutableArray<WindowAxis> axes = input.Shape.Length == 3 ? [shape.Height, shape.Width] : [shape.Width];
        string data = context.Graph.ToChannelsFirst(input).Name;
        string weight = context.Constant("weight");
        string output = context.Graph.Add(
            "Conv",
            context.FindParameter("bias") is null ? [data, weight] : [data, weight, context.Constant("bias")],
            [
                .. OnnxWindows.Attributes(axes),
                OnnxAttribute.Integers("dilations", [.. axes.Select(axis => (long)axis.Dilation)]),
                OnnxAttribute.Integer("group", shape.Groups),
            ]);
        return OnnxActivations.Apply(activation, new OnnxTensor(output, context.Place.OutputShape, HasChannelsFirst: true), context.Graph);
    }
}
