using System.Diagnostics.CodeAnalysis;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>The layers that can be exported, one line for each, with the lowest version of ONNX's operators that has a form for it.</summary>
internal static class OnnxLayerRegistry
{
    private static readonly Dictionary<Type, OnnxLayerForm> s_forms = new()
    {
        [typeof(ActivationLayer)] = OnnxLayerForm.Of<ActivationLayer>(OnnxActivations.LowestOpset, OnnxActivations.Write),
        [typeof(Bidirectional)] = OnnxLayerForm.Of<Bidirectional>(OnnxBidirectional.LowestOpset, OnnxBidirectional.Write),
        [typeof(Dense)] = OnnxLayerForm.Of<Dense>(OnnxDense.LowestOpset, OnnxDense.Write),
        [typeof(Embedding)] = OnnxLayerForm.Of<Embedding>(OnnxEmbedding.LowestOpset, OnnxEmbedding.Write),
        [typeof(GRU)] = OnnxLayerForm.Of<RecurrentLayer>(OnnxRecurrent.LowestOpset, OnnxRecurrent.Write),
        [typeof(LSTM)] = OnnxLayerForm.Of<RecurrentLayer>(OnnxRecurrent.LowestOpset, OnnxRecurrent.Write),
        [typeof(MultiHeadAttention)] = OnnxLayerForm.Of<MultiHeadAttention>(OnnxMultiHeadAttention.LowestOpset, OnnxMultiHeadAttention.Write),
        [typeof(PositionalEmbedding)] = OnnxLayerForm.Of<PositionalEmbedding>(OnnxPositionalEmbedding.LowestOpset, OnnxPositionalEmbedding.Write),
        [typeof(SimpleRNN)] = OnnxLayerForm.Of<RecurrentLayer>(OnnxRecurrent.LowestOpset, OnnxRecurrent.Write),
    };

    /// <summary>Whether a layer and the layers in it can be exported.</summary>
    public static bool Contains(LayerSpec layer) => s_forms.ContainsKey(layer.GetType()) && layer.InnerLayers().All(Contains);

    /// <summary>Finds the form of a layer.</summary>
    public static bool TryGet(LayerSpec layer, [NotNullWhen(true)] out OnnxLayerForm? form) => s_forms.TryGetValue(layer.GetType(), out form);
}
