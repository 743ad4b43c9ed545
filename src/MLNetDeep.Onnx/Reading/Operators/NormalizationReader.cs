using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Reads <see cref="BatchNormalization"/>, and <see cref="LayerNormalization"/> as one operator or as the steps (x - mean) / √(variance + ε).
/// </summary>
internal static class NormalizationReader
{
    private const double DefaultEpsilon = 1e-5;
    private const double DefaultMomentum = 0.9;

    public static void ReadBatch(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        if (node.Integer("training_mode", 0) != 0 || node.Integer("spatial", 1) == 0 || rows.Rank < 2 || rows.Axes[1].Kind != GraphAxisKind.Row)
        {
            throw node.NotSupported("it is in training mode, or axis 1 is not that of the channels");
        }

        rows = RowOrders.ChannelsAt(rows, 1, node);
        int channels = rows.Node.Shape[^1];
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        BatchNormalization layer = new(node.FindNumber("momentum") ?? DefaultMomentum, node.FindNumber("epsilon") ?? DefaultEpsilon);
        float[][] vectors = [.. names.Select((_, i) => Vector(node, i + 1, channels, rows.FlatChannels))];
        node.Give(rows, layer, names.Zip(vectors, KeyValuePair.Create).ToImmutableDictionary());
    }

    public static void ReadLayer(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        int last = rows.Rank - 1;
        if (rows.AxisAt(node.Integer("axis", -1)) != last || rows.Axes[last].Kind != GraphAxisKind.Row)
        {
            throw node.NotSupported("it normalizes several axes; accepted: the last one");
        }

        rows = RowOrders.ChannelsAt(rows, last, node);
        int channels = rows.Node.Shape[^1];
        ImmutableDictionary<string, float[]> weights =
            ImmutableDictionary<string, float[]>.Empty.Add("weight", Vector(node, 1, channels, rows.FlatChannels));
        weights = node.Has(2) ? weights.Add("bias", Vector(node, 2, channels, rows.FlatChannels)) : weights;
        node.Give(rows, new LayerNormalization(node.FindNumber("epsilon") ?? DefaultEpsilon, useOffset: node.Has(2)), weights);
    }

    /// <summary>Reads the mean of squares.</summary>
    public static NormalizationValue Variance(NormalizationValue squares, long[]? axes, bool keep, NodeReader node)
    {
        RowsValue rows = squares.Source;
        return squares.Part == NormalizationPart.Squares && node.Operator == "ReduceMean" && keep && axes is [long axis]
            && rows.AxisAt(axis) is { } index && rows.Axes[index] == GraphAxis.Of(rows.Node.Shape.Length - 1)
            ? squares with { Part = NormalizationPart.Variance }
            : throw Refused(node);
    }

    /// <summary>Reads a root or a reciprocal.</summary>
    public static NormalizationValue Function(NormalizationValue part, NodeReader node) => (node.Operator, part.Part) switch
    {
        ("Sqrt", NormalizationPart.Denominator) => part with { Part = NormalizationPart.Deviation },
        ("Reciprocal", NormalizationPart.Deviation) => part with { Part = NormalizationPart.InverseDeviation },
        _ => throw Refused(node),
    };

    /// <summary>Reads an operator of two tensors, one of which is a part of a normalization.</summary>
    public static GraphValue Combine(GraphValue first, GraphValue second, NodeReader node) => (node.Operator, first, second) switch
    {
        ("Sub", RowsValue or FormulaValue, NormalizationValue { Part: NormalizationPart.Mean } mean) when node.Rows(0).Node == mean.Source.Node =>
            mean with { Part = NormalizationPart.Centred },
        ("Mul", NormalizationValue { Part: NormalizationPart.Centred } centred, NormalizationValue other) when centred == other =>
            centred with { Part = NormalizationPart.Squares },
        ("Pow", NormalizationValue { Part: NormalizationPart.Centred } centred, ConstantValue { Scalar: 2 }) =>
            centred with { Part = NormalizationPart.Squares },
        ("Add", NormalizationValue { Part: NormalizationPart.Variance } variance, ConstantValue { Scalar: { } epsilon }) =>
            variance with { Part = NormalizationPart.Denominator, Epsilon = epsilon },
        ("Add", ConstantValue { Scalar: { } epsilon }, NormalizationValue { Part: NormalizationPart.Variance } variance) =>
            variance with { Part = NormalizationPart.Denominator, Epsilon = epsilon },
        ("Pow", NormalizationValue { Part: NormalizationPart.Denominator } denominator, ConstantValue { Scalar: 0.5 }) =>
            denominator with { Part = NormalizationPart.Deviation },
        ("Pow", NormalizationValue { Part: NormalizationPart.Denominator } denominator, ConstantValue { Scalar: -0.5 }) =>
            denominator with { Part = NormalizationPart.InverseDeviation },
        ("Div", NormalizationValue { Part: NormalizationPart.Centred } centred, NormalizationValue { Part: NormalizationPart.Deviation } deviation) =>
            Layer(centred, deviation, node),
        ("Mul", NormalizationValue { Part: NormalizationPart.Centred } centred, NormalizationValue { Part: NormalizationPart.InverseDeviation } inverse) =>
            Layer(centred, inverse, node),
        ("Mul", NormalizationValue { Part: NormalizationPart.InverseDeviation } inverse, NormalizationValue { Part: NormalizationPart.Centred } centred) =>
            Layer(centred, inverse, node),
        _ => throw Refused(node),
    };

    private static RowsValue Layer(NormalizationValue centred, NormalizationValue deviation, NodeReader node)
    {
        RowsValue rows = centred.Source;
        double epsilon = NodeReader.Decimal((float)deviation.Epsilon);
        return rows.Node == deviation.Source.Node
            ? rows with { Node = LayerNode.Apply(rows.Node, new LayerNormalization(epsilon, useScale: false, useOffset: false), node) }
            : throw Refused(node);
    }

    private static float[] Vector(NodeReader node, int input, int channels, int flatChannels)
    {
        float[] values = node.Numbers(input);
        node.Count(values.Length);
        return values.Length == channels
            ? RowOrders.InRowOrder(values, flatChannels)
            : throw node.Damaged($"input {input} has {values.Length} values for {channels} channels");
    }

    private static NotSupportedException Refused(NodeReader node) =>
        node.NotSupported("it takes the mean or the variance of the last axis; accepted: the steps of a layer normalization");
}
