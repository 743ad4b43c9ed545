using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Reads sums and products with one constant for each channel: the bias of a layer, the scale and the offset of a normalization, or a scale
/// of inputs, which becomes a frozen <see cref="BatchNormalization"/>.
/// </summary>
internal static class ChannelConstants
{
    // So small that the variance 1 plus it is 1.
    private const double NoEpsilon = 1e-12;

    /// <summary>Applies an operator to activations and a constant of several values.</summary>
    public static RowsValue Apply(RowsValue rows, ConstantValue constant, bool isConstantFirst, NodeReader node)
    {
        if (constant.Numbers is not { } numbers)
        {
            throw node.Damaged("it mixes floats and integers");
        }

        bool hasOneFeature = rows.Node.Shape.Length == 2 && rows.Node.Shape[1] == 1 && node.Operator == "Add";
        if (FindAxis(rows, constant) is not { } axis || hasOneFeature)
        {
            return node.Operator == "Add" ? Positions(rows, constant, node) : throw Refused(node);
        }

        node.Count(numbers.Length);
        rows = RowOrders.ChannelsAt(rows, axis, node);
        float[] values = RowOrders.InRowOrder(numbers, rows.FlatChannels);
        return (node.Operator, isConstantFirst) switch
        {
            ("Add" or "Sum", _) => Offset(rows, values, node),
            ("Sub", false) => Offset(rows, Array.ConvertAll(values, value => -value), node),
            ("Mul", _) => Scale(rows, values, node),
            ("Div", false) => Scale(rows, Array.ConvertAll(values, value => 1 / value), node),
            _ => throw Refused(node),
        };
    }

    /// <summary>Multiplies each channel by a number.</summary>
    /// <param name="rows">The activations.</param>
    /// <param name="factors">The numbers, in the order of rows.</param>
    /// <param name="origin">See <see cref="LayerNode.Origin"/>.</param>
    public static RowsValue Scale(RowsValue rows, float[] factors, object origin) => rows with
    {
        Node = rows.Node.Layer switch
        {
            LayerNormalization { UseScale: false, UseOffset: false } norm =>
                rows.Node.With(new LayerNormalization(norm.Epsilon, useOffset: false), rows.Node.Weights.Add("weight", factors)),
            Bidirectional { MergeMode: MergeMode.Sum } sum when !factors.AsSpan().ContainsAnyExcept(0.5f) =>
                rows.Node.With(new Bidirectional(sum.Layer, MergeMode.Average), rows.Node.Weights),
            _ => LayerNode.Apply(rows.Node, Frozen(useScale: true, useOffset: false), origin, Statistics(factors.Length).Add("weight", factors)),
        },
    };

    /// <summary>Adds a number to each channel.</summary>
    /// <param name="rows">The activations.</param>
    /// <param name="offsets">The numbers, in the order of rows.</param>
    /// <param name="origin">See <see cref="LayerNode.Origin"/>.</param>
    public static RowsValue Offset(RowsValue rows, float[] offsets, object origin)
    {
        LayerNode before = rows.Node;
        LayerSpec? layer = before.Layer switch
        {
            Dense dense => new Dense(dense.Units),
            Conv1D conv => new Conv1D(conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, conv.Groups),
            Conv2D conv => new Conv2D(conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.Dilation, conv.Groups),
            DepthwiseConv2D conv => new DepthwiseConv2D(conv.KernelSize, conv.Strides, conv.Padding, conv.DepthMultiplier, conv.Dilation),
            LayerNormalization { UseOffset: false } norm => new LayerNormalization(norm.Epsilon, norm.UseScale),
            BatchNormalization { UseOffset: false, Trainable: false } norm => Frozen(norm.UseScale, useOffset: true),
            _ => null,
        };
        if (layer is null)
        {
            ImmutableDictionary<string, float[]> weights = Statistics(offsets.Length).Add("bias", offsets);
            return rows with { Node = LayerNode.Apply(before, Frozen(useScale: false, useOffset: true), origin, weights) };
        }

        float[] bias = before.Weights.TryGetValue("bias", out float[]? old) ? [.. old.Zip(offsets, (first, second) => first + second)] : offsets;
        return rows with { Node = before.With(layer, before.Weights.SetItem("bias", bias)) };
    }

    // The axis along which the constant has its values, if it has the size 1 along all others; axes are counted from the end.
    private static int? FindAxis(RowsValue rows, ConstantValue constant)
    {
        int[] axes = [.. Enumerable.Range(0, constant.Shape.Length).Where(axis => constant.Shape[axis] != 1)];
        if (axes.Length != 1 || constant.Shape.Length > rows.Rank)
        {
            return null;
        }

        int found = axes[0] + rows.Rank - constant.Shape.Length;
        return rows.Axes[found].Kind == GraphAxisKind.Row && rows.Sizes.ElementAt(found) == constant.Count ? found : null;
    }

    // A number for each feature of each position.
    private static RowsValue Positions(RowsValue rows, ConstantValue constant, NodeReader node)
    {
        rows = RowOrders.Straight(rows, node);
        ImmutableArray<int> shape = [.. constant.Shape.SkipWhile(size => size == 1)];
        bool fits = rows.Axes[0].Kind == GraphAxisKind.Batch && rows.Rank == 3 && constant.Shape.Length <= 3 && rows.Node.Shape.Length == 2
            && constant.Count == rows.RowSize && shape.SequenceEqual(rows.Node.Shape.SkipWhile(size => size == 1));
        ImmutableDictionary<string, float[]> weights = ImmutableDictionary<string, float[]>.Empty.Add("weight", constant.Numbers!);
        return fits ? rows with { Node = LayerNode.Apply(rows.Node, new PositionalEmbedding(), node, weights) } : throw Refused(node);
    }

    private static BatchNormalization Frozen(bool useScale, bool useOffset) =>
        new(epsilon: NoEpsilon, useScale: useScale, useOffset: useOffset) { Trainable = false };

    private static ImmutableDictionary<string, float[]> Statistics(int channels)
    {
        float[] ones = new float[channels];
        Array.Fill(ones, 1);
        return ImmutableDictionary<string, float[]>.Empty.Add("running_mean", new float[channels]).Add("running_var", ones);
    }

    private static NotSupportedException Refused(NodeReader node) => node.NotSupported(
        "it takes a constant of several values; accepted: Add, Sub, Mul and Div with one value for each channel, and Add of one for each position "
        + "and feature");
}
