using System.Collections.Immutable;
using global::Onnx;

namespace MLNetDeep.Onnx;

// Operators whose attributes became inputs, or whose meaning changed, in a later version. Axes count from 0, which is the batch; none is negative,
// since early versions refuse those.
internal sealed partial class OnnxGraph
{
    // The versions that take as an input what was an attribute before.
    private const int SliceInputs = 10;
    private const int ClipAndPadInputs = 11;
    private const int AxesInputs = 13;
    private const int ReductionInputs = 18;

    /// <summary>Removes dimensions of size 1.</summary>
    public string Squeeze(string input, params ReadOnlySpan<long> axes) => AddWithAxes("Squeeze", input, axes, AxesInputs);

    /// <summary>Inserts dimensions of size 1.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axes">The places of the new dimensions in the output.</param>
    public string Unsqueeze(string input, params ReadOnlySpan<long> axes) => AddWithAxes("Unsqueeze", input, axes, AxesInputs);

    /// <summary>Sums over axes.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="keepDimensions">Whether the axes stay, with size 1.</param>
    /// <param name="axes">The axes.</param>
    public string ReduceSum(string input, bool keepDimensions, params ReadOnlySpan<long> axes) =>
        AddWithAxes("ReduceSum", input, axes, AxesInputs, KeepDimensions(keepDimensions));

    /// <summary>The mean over axes; see <see cref="ReduceSum"/>.</summary>
    public string ReduceMean(string input, bool keepDimensions, params ReadOnlySpan<long> axes) =>
        AddWithAxes("ReduceMean", input, axes, ReductionInputs, KeepDimensions(keepDimensions));

    /// <summary>The maximum over axes; see <see cref="ReduceSum"/>.</summary>
    public string ReduceMax(string input, bool keepDimensions, params ReadOnlySpan<long> axes) =>
        AddWithAxes("ReduceMax", input, axes, ReductionInputs, KeepDimensions(keepDimensions));

    /// <summary>Softmax over the last axis, which has the same meaning in all versions; over another axis it has not.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="rank">The number of its dimensions, with the batch.</param>
    public string Softmax(string input, int rank) => Add("Softmax", [input], OnnxAttribute.Integer("axis", rank - 1));

    /// <summary>Splits along an axis.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="sizes">The size of each part along the axis.</param>
    /// <returns>The names of the parts.</returns>
    public ImmutableArray<string> Split(string input, long axis, params ReadOnlySpan<long> sizes)
    {
        ImmutableArray<string> outputs = [.. sizes.ToArray().Select(_ => UniqueName(Prefix + "Split"))];
        AttributeProto along = OnnxAttribute.Integer("axis", axis);
        return Opset < AxesInputs
            ? Add("Split", [input], outputs, along, OnnxAttribute.Integers("split", sizes))
            : Add("Split", [input, Integers(sizes)], outputs, along);
    }

    /// <summary>Limits each value.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="min">The lowest value; null for none.</param>
    /// <param name="max">The highest value; null for none.</param>
    public string Clip(string input, double? min, double? max)
    {
        if (Opset >= ClipAndPadInputs)
        {
            string low = min is { } lowest ? Constant("min", lowest) : "";
            return Add("Clip", max is { } highest ? [input, low, Constant("max", highest)] : low.Length > 0 ? [input, low] : [input]);
        }

        List<AttributeProto> limits = [];
        if (min is { } least)
        {
            limits.Add(OnnxAttribute.Number("min", least));
        }

        if (max is { } most)
        {
            limits.Add(OnnxAttribute.Number("max", most));
        }

        return Add("Clip", [input], limits.ToArray());
    }

    /// <summary>Puts a value around a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="pads">How many values to add before each axis, then how many after each, the batch among them.</param>
    /// <param name="value">The value.</param>
    public string Pad(string input, ReadOnlySpan<long> pads, double value = 0) => Opset < ClipAndPadInputs
        ? Add("Pad", [input], OnnxAttribute.Integers("pads", pads), OnnxAttribute.Number("value", value))
        : Add("Pad", [input, Integers(pads), Constant("value", value)]);

    /// <summary>Takes a range of an axis.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first position. A negative one counts from the end.</param>
    /// <param name="end">The position behind the last; <see cref="int.MaxValue"/> for the end.</param>
    public string Slice(string input, long axis, long start, long end) => Slice(input, [axis], [start], [end]);

    /// <summary>Takes a range of each of several axes; see <see cref="Slice(string, long, long, long)"/>.</summary>
    public string Slice(string input, ReadOnlySpan<long> axes, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends) => Opset < SliceInputs
        ? Add(
            "Slice",
            [input],
            OnnxAttribute.Integers("axes", axes),
            OnnxAttribute.Integers("starts", starts),
            OnnxAttribute.Integers("ends", ends))
        : Add("Slice", [input, Integers(starts), Integers(ends), Integers(axes)]);

    /// <summary>Gives a tensor another shape. Has the same form in all versions from 5 on.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shape">The shape. 0 keeps the dimension in its place; -1, once, is what the others leave.</param>
    public string Reshape(string input, params ReadOnlySpan<long> shape) => Add("Reshape", [input, Integers(shape)]);

    private static AttributeProto KeepDimensions(bool keeps) => OnnxAttribute.Integer("keepdims", keeps ? 1 : 0);

    private string AddWithAxes(
        string operation, string input, ReadOnlySpan<long> axes, int inputsSince, params ReadOnlySpan<AttributeProto> attributes) =>
        Opset < inputsSince
            ? Add(operation, [input], [.. attributes, OnnxAttribute.Integers("axes", axes)])
            : Add(operation, [input, Integers(axes)], attributes);
}
