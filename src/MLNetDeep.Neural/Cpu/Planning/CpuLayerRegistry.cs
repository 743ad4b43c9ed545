using System.Collections.Frozen;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The layers that the CPU backend has: one line each.</summary>
internal static class CpuLayerRegistry
{
    private static readonly FrozenDictionary<Type, CpuLayerFactory> s_factories = new CpuLayerFactory[]
    {
        CpuLayerFactory.For<ActivationLayer>((layer, context) => new ElementwiseLayer(layer, context)),
        CpuLayerFactory.For<BatchNormalization>((layer, context) => new BatchNormalizationLayer(layer, context)),
        new DenseFactory(),
        CpuLayerFactory.For<Dropout>((layer, context) => new DropoutLayer(layer, context)),
        CpuLayerFactory.For<Flatten>((_, _) => throw new InvalidOperationException("Flatten passes rows through and is never made.")),
    }.ToFrozenDictionary(factory => factory.SpecType);

    /// <summary>Whether the backend has a layer.</summary>
    public static bool Contains(LayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return s_factories.ContainsKey(layer.GetType());
    }

    /// <summary>What the backend knows of a layer, which <see cref="Contains"/> is true of.</summary>
    public static CpuLayerFactory GetFactory(LayerSpec layer) => s_factories[layer.GetType()];

    /// <summary>The layout of a network's parameter.</summary>
    public static ParameterLayout GetLayout(NetworkSpec spec, ParameterSpec parameter) =>
        GetFactory(spec.Layers[parameter.LayerIndex]).GetLayout(parameter);
}
