using System.Diagnostics.CodeAnalysis;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>The layers that can be exported, one line for each, with the lowest version of ONNX's operators that has a form for it.</summary>
internal static class OnnxLayerRegistry
{
    private static readonly OnnxLayerForm s_recurrent = OnnxLayerForm.Of<RecurrentLayer>(OnnxRecurrent.LowestOpset, OnnxRecurrent.Write) with
    {
        Activations = layer => OnnxRecurrentOperator.Functions((RecurrentLayer)layer),
    };

    private static readonly Dictionary<Type, OnnxLayerForm> s_forms = new()
    {
        [typeof(ActivationLayer)] = OnnxLayerForm.Of<ActivationLayer>(OnnxActivations.LowestOpset, OnnxActivations.Write),
        [typeof(AveragePooling1D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(AveragePooling2D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(BatchNormalization)] = OnnxLayerForm.Of<BatchNormalization>(OnnxBatchNormalization.LowestOpset, OnnxBatchNormalization.Write),
        [typeof(Bidirectional)] = OnnxLayerForm.Of<Bidirectional>(OnnxBidirectional.LowestOpset, OnnxBidirectional.Write) with
        {
            Activations = layer => OnnxRecurrentOperator.Functions(((Bidirectional)layer).Layer),
        },
        [typeof(Concatenate)] = OnnxLayerForm.Of<Concatenate>(OnnxConcatenate.LowestOpset, OnnxConcatenate.Write),
        [typeof(Conv1D)] = OnnxLayerForm.Of<Conv1D>(OnnxConvolution.LowestOpset, OnnxConvolution.Write),
        [typeof(Conv2D)] = OnnxLayerForm.Of<Conv2D>(OnnxConvolution.LowestOpset, OnnxConvolution.Write),
        [typeof(Cropping1D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestOpset, OnnxResizing.Write),
        [typeof(Cropping2D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestOpset, OnnxResizing.Write),
        [typeof(Dense)] = OnnxLayerForm.Of<Dense>(OnnxDense.LowestOpset, OnnxDense.Write),
        [typeof(DepthwiseConv2D)] = OnnxLayerForm.Of<DepthwiseConv2D>(OnnxConvolution.LowestOpset, OnnxConvolution.Write),
        [typeof(Dropout)] = OnnxLayerForm.Of<LayerSpec>(OnnxDropout.LowestOpset, OnnxDropout.Write),
        [typeof(Embedding)] = OnnxLayerForm.Of<Embedding>(OnnxEmbedding.LowestOpset, OnnxEmbedding.Write),
        [typeof(Flatten)] = OnnxLayerForm.Of<LayerSpec>(OnnxReshape.LowestOpset, OnnxReshape.Write),
        [typeof(GlobalAveragePooling1D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(GlobalAveragePooling2D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(GlobalMaxPooling1D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(GlobalMaxPooling2D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(GRU)] = s_recurrent,
        [typeof(LayerNormalization)] = OnnxLayerForm.Of<LayerNormalization>(OnnxLayerNormalization.LowestOpset, OnnxLayerNormalization.Write),
        [typeof(LSTM)] = s_recurrent,
        [typeof(MaxPooling1D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(MaxPooling2D)] = OnnxLayerForm.Of<Pooling>(OnnxPooling.LowestOpset, OnnxPooling.Write),
        [typeof(MultiHeadAttention)] = OnnxLayerForm.Of<MultiHeadAttention>(OnnxMultiHeadAttention.LowestOpset, OnnxMultiHeadAttention.Write),
        [typeof(Permute)] = OnnxLayerForm.Of<Permute>(OnnxPermute.LowestOpset, OnnxPermute.Write),
        [typeof(PositionalEmbedding)] = OnnxLayerForm.Of<PositionalEmbedding>(OnnxPositionalEmbedding.LowestOpset, OnnxPositionalEmbedding.Write),
        [typeof(Reshape)] = OnnxLayerForm.Of<LayerSpec>(OnnxReshape.LowestOpset, OnnxReshape.Write),
        [typeof(Residual)] = OnnxLayerForm.Of<Residual>(OnnxResidual.LowestOpset, OnnxResidual.Write),
        [typeof(SeparableConv2D)] = OnnxLayerForm.Of<SeparableConv2D>(OnnxConvolution.LowestOpset, OnnxConvolution.Write),
        [typeof(SimpleRNN)] = s_recurrent,
        [typeof(SpatialDropout1D)] = OnnxLayerForm.Of<LayerSpec>(OnnxDropout.LowestOpset, OnnxDropout.Write),
        [typeof(SpatialDropout2D)] = OnnxLayerForm.Of<LayerSpec>(OnnxDropout.LowestOpset, OnnxDropout.Write),
        [typeof(UpSampling1D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestUpSamplingOpset, OnnxResizing.Write),
        [typeof(UpSampling2D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestUpSamplingOpset, OnnxResizing.Write),
        [typeof(ZeroPadding1D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestOpset, OnnxResizing.Write),
        [typeof(ZeroPadding2D)] = OnnxLayerForm.Of<Resizing>(OnnxResizing.LowestOpset, OnnxResizing.Write),
    };

    /// <summary>Whether a layer and the layers in it can be exported.</summary>
    public static bool Contains(LayerSpec layer) => s_forms.ContainsKey(layer.GetType()) && layer.InnerLayers().All(Contains);

    /// <summary>
    /// The lowest version of ONNX's operators with which a network can be written: the highest of those of its layers and activations.
    /// </summary>
    /// <exception cref="KeyNotFoundException">A layer cannot be exported.</exception>
    public static int LowestOpset(NetworkSpec network)
    {
        int lowest = network.AllLayers().Max(layer => s_forms[layer.Spec.GetType()].LowestOpsetOf(layer.Spec));
        return network.MasksZeroIndices ? Math.Max(lowest, OnnxNetworkGraph.LowestOpsetOfMaskZero) : lowest;
    }

    /// <summary>Finds the form of a layer.</summary>
    public static bool TryGet(LayerSpec layer, [NotNullWhen(true)] out OnnxLayerForm? form) => s_forms.TryGetValue(layer.GetType(), out form);
}
