using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Padding, cropping and upsampling. Each works on the positions' axes, wherever they are; only interpolation needs channels first.</summary>
internal static class OnnxResizing
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    /// <summary>The version whose Resize says where the new positions lie.</summary>
    public const int LowestUpSamplingOpset = 11;

    // The version in which the input "roi" may be left out.
    private const int OptionalRegion = 13;

    public static OnnxTensor Write(Resizing layer, OnnxTensor input, OnnxLayerContext context)
    {
        (AxisChange height, AxisChange width) = layer.Changes(input.Shape);
        AxisChange[] changes = layer.TakesPictures ? [height, width] : [width];
        bool isEnlarged = changes.Any(change => change.Factor > 1);
        OnnxTensor data = isEnlarged && width.IsLinear ? context.Graph.ToChannelsFirst(input) : input;
        string output = data.Name;
        if (changes.Any(change => change.Before > 0 || change.After > 0))
        {
            long[] before = Along(data, changes, change => Math.Max(change.Before, 0)), after = Along(data, changes, change => Math.Max(change.After, 0));
            output = context.Graph.Pad(output, [.. before, .. after]);
        }

        if (changes.Any(change => change.Before < 0 || change.After < 0))
        {
            output = Crop(output, data, changes, context.Graph);
        }

        if (isEnlarged)
        {
            output = Resize(output, Along(data, changes, change => change.Factor, elsewhere: 1), width.IsLinear, context.Graph);
        }

        return new OnnxTensor(output, context.Place.OutputShape, data.HasChannelsFirst);
    }

    private static string Crop(string input, OnnxTensor data, AxisChange[] changes, OnnxGraph graph)
    {
        long[] starts = [.. changes.Select(change => (long)-change.Before)];
        long[] ends = [.. changes.Select(change => (long)change.Input + change.After)];
        return graph.Slice(input, data.PositionAxes, starts, ends);
    }

    private static string Resize(string input, long[] scales, bool isLinear, OnnxGraph graph)
    {
        string region = graph.Opset < OptionalRegion ? graph.Constant("roi", [], 0) : "";
        string factors = graph.Constant("scales", [.. scales.Select(scale => (float)scale)], scales.Length);
        return isLinear
            ? graph.Add(
                "Resize",
                [input, region, factors],
                OnnxAttribute.Text("mode", "linear"),
                OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"))
            : graph.Add(
                "Resize",
                [input, region, factors],
                OnnxAttribute.Text("mode", "nearest"),
                OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"),
                OnnxAttribute.Text("nearest_mode", "floor"));
    }

    // One number for each axis of the tensor: those of the positions, and another one for the batch and the channels.
    private static long[] Along(OnnxTensor data, AxisChange[] changes, Func<AxisChange, long> number, long elsewhere = 0)
    {
        long[] numbers = [.. Enumerable.Repeat(elsewhere, data.Rank)];
        foreach ((long axis, AxisChange change) in data.PositionAxes.Zip(changes))
        {
            numbers[axis] = number(change);
        }

        return numbers;
    }
}
