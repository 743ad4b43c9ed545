using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp;

/// <summary>The layers that the backend supports, one line for each.</summary>
internal static class TorchLayerRegistry
{
    private static readonly Dictionary<Type, Func<LayerSpec, TorchLayerContext, TorchLayer>> s_factories = new()
    {
        [typeof(ActivationLayer)] = (layer, _) => new TorchActivationLayer((ActivationLayer)layer),
        [typeof(AveragePooling1D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(AveragePooling2D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(BatchNormalization)] = (layer, context) => new TorchBatchNormalization((BatchNormalization)layer, context),
        [typeof(Conv1D)] = (layer, context) => new TorchConvolution((Conv1D)layer, context),
        [typeof(Conv2D)] = (layer, context) => new TorchConvolution((Conv2D)layer, context),
        [typeof(Concatenate)] = (layer, context) => new TorchConcatenate((Concatenate)layer, context),
        [typeof(Dense)] = (layer, context) => new TorchDense((Dense)layer, context),
        [typeof(DepthwiseConv2D)] = (layer, context) => new TorchConvolution((DepthwiseConv2D)layer, context),
        [typeof(Dropout)] = (layer, context) => new TorchDropout((Dropout)layer, context),
        [typeof(Embedding)] = (_, context) => new TorchEmbedding(context),
        [typeof(Flatten)] = (_, _) => new TorchFlatten(),
        [typeof(GlobalAveragePooling1D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(GlobalAveragePooling2D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(GlobalMaxPooling1D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(GlobalMaxPooling2D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(LayerNormalization)] = (layer, context) => new TorchLayerNormalization((LayerNormalization)layer, context),
        [typeof(MaxPooling1D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(MaxPooling2D)] = (layer, context) => new TorchPooling((Pooling)layer, context),
        [typeof(SimpleRNN)] = (layer, context) => new TorchRecurrent((RecurrentLayer)layer, context),
        [typeof(LSTM)] = (layer, context) => new TorchRecurrent((RecurrentLayer)layer, context),
        [typeof(GRU)] = (layer, context) => new TorchRecurrent((RecurrentLayer)layer, context),
        [typeof(Bidirectional)] = (layer, context) => new TorchBidirectional((Bidirectional)layer, context),
        [typeof(MultiHeadAttention)] = (layer, context) => new TorchMultiHeadAttention((MultiHeadAttention)layer, context),
        [typeof(PositionalEmbedding)] = (layer, context) => new TorchPositionalEmbedding((PositionalEmbedding)layer, context),
        [typeof(ModuleLayer)] = (layer, context) => new TorchModuleLayer((ModuleLayer)layer, context),
        [typeof(Residual)] = (layer, context) => new TorchResidual((Residual)layer, context),
        [typeof(SeparableConv2D)] = (_, context) => new TorchSeparable(context),
        [typeof(Cropping1D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(Cropping2D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(ZeroPadding1D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(ZeroPadding2D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(UpSampling1D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(UpSampling2D)] = (layer, context) => new TorchResizing((Resizing)layer, context),
        [typeof(Permute)] = (layer, _) => new TorchPermute((Permute)layer),
        [typeof(Reshape)] = (_, context) => new TorchReshape(context),
        [typeof(SpatialDropout1D)] = (layer, context) => new TorchDropout((SpatialDropout)layer, context),
        [typeof(SpatialDropout2D)] = (layer, context) => new TorchDropout((SpatialDropout)layer, context),
    };

    /// <summary>Whether the backend supports a layer and the layers in it: a module must be registered.</summary>
    public static bool Contains(LayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer is ModuleLayer module
            ? TorchModules.Contains(module.Name)
            : s_factories.ContainsKey(layer.GetType()) && layer.InnerLayers().All(Contains);
    }

    /// <summary>Creates a layer at work.</summary>
    /// <exception cref="NotSupportedException">The backend does not support the layer.</exception>
    public static TorchLayer Create(LayerSpec layer, TorchLayerContext context) =>
        s_factories.TryGetValue(layer.GetType(), out Func<LayerSpec, TorchLayerContext, TorchLayer>? create)
            ? create(layer, context)
            : throw new NotSupportedException($"The torch backend does not support layer {context.Index}, {layer}.");
}
