using System.Collections.Frozen;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The layer types that the CPU backend supports, each with its factory.</summary>
internal static class CpuLayerRegistry
{
    private static readonly FrozenDictionary<Type, CpuLayerFactory> s_factories = new CpuLayerFactory[]
    {
        new ElementwiseFactory(),
        CpuLayerFactory.For<AveragePooling1D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<AveragePooling2D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<Concatenate>((layer, context) => new ConcatenateLayer(layer, context)),
        CpuLayerFactory.For<BatchNormalization>((layer, context) => BatchNormalizationBase.Create(layer, context)),
        new ConvolutionFactory<Conv1D>(),
        new ConvolutionFactory<Conv2D>(),
        new DenseFactory(),
        new ConvolutionFactory<DepthwiseConv2D>(),
        CpuLayerFactory.For<Dropout>((layer, context) => new DropoutLayer(layer, context)),
        new EmbeddingFactory(),
        new MultiHeadAttentionFactory(),
        CpuLayerFactory.For<PositionalEmbedding>((layer, context) => new PositionalEmbeddingLayer(layer, context)),
        CpuLayerFactory.For<Flatten>((_, _) => throw new InvalidOperationException("Flatten passes rows through unchanged, so it is never created.")),
        CpuLayerFactory.For<GlobalAveragePooling1D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<GlobalAveragePooling2D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<GlobalMaxPooling1D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<GlobalMaxPooling2D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<LayerNormalization>((layer, context) => new LayerNormalizationLayer(layer, context)),
        CpuLayerFactory.For<MaxPooling1D>((layer, context) => new PoolingLayer(layer, context)),
        CpuLayerFactory.For<MaxPooling2D>((layer, context) => new PoolingLayer(layer, context)),
        RecurrentFactory.OneDirection<SimpleRNN>(),
        RecurrentFactory.OneDirection<LSTM>(),
        RecurrentFactory.OneDirection<GRU>(),
        RecurrentFactory.BothDirections(),
        CpuLayerFactory.For<Residual>((layer, context) => new ResidualLayer(layer, context)),
        CpuLayerFactory.For<SeparableConv2D>(SeparableLayer.Create),
        CpuLayerFactory.For<Cropping1D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<Cropping2D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<ZeroPadding1D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<ZeroPadding2D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<UpSampling1D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<UpSampling2D>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<Permute>((layer, context) => new PositionMapLayer(layer, context)),
        CpuLayerFactory.For<SpatialDropout1D>((layer, context) => new SpatialDropoutLayer(layer, context)),
        CpuLayerFactory.For<SpatialDropout2D>((layer, context) => new SpatialDropoutLayer(layer, context)),
        CpuLayerFactory.For<Reshape>((_, _) => throw new InvalidOperationException("Reshape passes rows through unchanged, so it is never created.")),
    }.ToFrozenDictionary(factory => factory.SpecType);

    /// <summary>Whether the backend supports a layer and the layers in it.</summary>
    public static bool Contains(LayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return s_factories.ContainsKey(layer.GetType()) && layer.InnerLayers().All(Contains);
    }

    /// <summary>Returns the factory of a layer that the backend supports.</summary>
    public static CpuLayerFactory GetFactory(LayerSpec layer) => s_factories[layer.GetType()];

    /// <summary>Returns the layout of a network's parameter.</summary>
    public static ParameterLayout GetLayout(NetworkSpec spec, ParameterSpec parameter)
    {
        (PlacedLayer layer, ParameterSpec own) = spec.PlacedLayer(parameter.LayerIndex).Find(parameter);
        return GetFactory(layer.Spec).GetLayout(layer, own);
    }
}
