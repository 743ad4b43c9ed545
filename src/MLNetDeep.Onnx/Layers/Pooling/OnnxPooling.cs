using System.Collections.Immutable;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Maximum and average pooling, of windows or of all positions.</summary>
internal static class OnnxPooling
{
    /// <summary>AveragePool that leaves out padding.</summary>
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(Pooling layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxLengths? lengths = layer.TakesPictures ? null : context.Lengths;
        OnnxTensor used = lengths is not null && layer.TakesMaximum ? lengths.FillBeyond(input, double.NegativeInfinity) : input;
        return layer is GlobalPooling global ? WriteGlobal(global, used, lengths, context) : WriteWindows(layer, used, lengths, context);
    }

    private static OnnxTensor WriteWindows(Pooling layer, OnnxTensor input, OnnxLengths? lengths, OnnxLayerContext context)
    {
        PoolingShape shape = layer.ShapeOf(input.Shape);
        ImmutableArray<WindowAxis> axes = layer.TakesPictures ? [shape.Height, shape.Width] : [shape.Width];
        ImmutableArray<AttributeProto> attributes = OnnxWindows.Attributes(axes);
        if (!layer.TakesMaximum)
        {
            attributes = attributes.Add(OnnxAttribute.Integer("count_include_pad", 0));
        }

        string output = Pool(WithoutFusion(context.Graph.ToChannelsFirst(input).Name, context.Graph));
        if (lengths is not null && !layer.TakesMaximum)
        {
            // Values beyond the lengths are 0: the average of those within them is the quotient by their share of the window.
            string isPadding = lengths.PaddingOf(input with { HasChannelsFirst = true });
            output = context.Graph.Add(
                "Div", [output, Pool(context.Graph.Add("Where", [isPadding, context.Graph.Constant("zero", 0), context.Graph.Constant("one", 1)]))]);
        }

        return new OnnxTensor(output, context.Place.OutputShape, HasChannelsFirst: true);

        string Pool(string data) => context.Graph.Add(layer.TakesMaximum ? "MaxPool" : "AveragePool", [data], attributes.AsSpan());
    }

    // ONNX Runtime 1.31 makes a Pad in front of a pooling to padding of the pooling, which leaves padding out: zeros do not count any more. A node
    // between the two, which changes nothing, prevents it.
    private static string WithoutFusion(string data, OnnxGraph graph)
    {
        NodeProto? source = Source(data);
        while (source?.OpType == "Transpose")
        {
            source = Source(source.Input[0]);
        }

        return source?.OpType == "Pad" ? graph.Clip(data, float.MinValue, null) : data;

        NodeProto? Source(string name) => graph.Nodes.Find(node => node.Output.Contains(name));
    }

    // Over the positions' axes, wherever they are, so that nothing need be put in order. The result is flat, or has dimensions of size 1 before the
    // channels.
    private static OnnxTensor WriteGlobal(GlobalPooling layer, OnnxTensor input, OnnxLengths? lengths, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        string output = layer.TakesMaximum ? graph.ReduceMax(input.Name, keepDimensions: false, input.PositionAxes)
            : lengths is null ? graph.ReduceMean(input.Name, keepDimensions: false, input.PositionAxes)
            : graph.Add("Div", [graph.ReduceSum(input.Name, keepDimensions: false, input.PositionAxes), Count(lengths, graph)]);

        // The maximum of a row of length 0 is -∞ so far.
        output = lengths?.ClearEmptyRows(output) ?? output;
        return graph.Reshape(new OnnxTensor(output, [input.Shape[^1]]), context.Place.OutputShape);
    }

    private static string Count(OnnxLengths lengths, OnnxGraph graph) =>
        graph.Add("Cast", [graph.Unsqueeze(lengths.AtLeastOne, 1)], OnnxAttribute.Integer("to", OnnxTypes.Float));
}
