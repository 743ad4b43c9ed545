using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>A <see cref="SimpleRNN"/>, an <see cref="LSTM"/> or a <see cref="GRU"/>.</summary>
internal static class OnnxRecurrent
{
    /// <summary>That of the operators RNN, LSTM and GRU, which have the same form in all later versions.</summary>
    public const int LowestOpset = 7;

    public static OnnxTensor Write(RecurrentLayer layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        string output = OnnxRecurrentDirection.Write(layer, graph.ToChannelsLast(input).Name, context, layer.GoBackwards, suffix: "");

        // The states are in the order of the positions. Ours are in the order of the steps.
        output = layer is { GoBackwards: true, ReturnSequences: true }
            ? OnnxSequence.Reverse(graph, output, context.Place.InputShape[0], context.Lengths)
            : output;
        return new OnnxTensor(output, context.Place.OutputShape);
    }
}
