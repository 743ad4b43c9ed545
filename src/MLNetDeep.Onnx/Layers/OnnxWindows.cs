using System.Collections.Immutable;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>The attributes that say where the windows of convolutions and poolings lie.</summary>
internal static class OnnxWindows
{
    /// <summary>Returns the sizes of the windows, their distances, and the padding: before each axis, then after each.</summary>
    /// <param name="axes">Height and width of a picture, or the time of a sequence.</param>
    public static ImmutableArray<AttributeProto> Attributes(ImmutableArray<WindowAxis> axes) =>
    [
        OnnxAttribute.Integers("kernel_shape", [.. axes.Select(axis => (long)axis.Kernel)]),
        OnnxAttribute.Integers("strides", [.. axes.Select(axis => (long)axis.Stride)]),
        OnnxAttribute.Integers("pads", [.. axes.Select(axis => (long)axis.Before), .. axes.Select(axis => (long)axis.After)]),
    ];
}
