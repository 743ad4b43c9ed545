using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A layer in doubles, in the simplest form. Each layer's class is found by reflection; see docs/adding-a-layer.md.</summary>
internal abstract class ReferenceLayer
{
    private static readonly Dictionary<Type, ReferenceLayer> s_layers = Found.Create<ReferenceLayer>().ToDictionary(layer => layer.Layer);

    /// <summary>The layer's type.</summary>
    public abstract Type Layer { get; }

    /// <summary>Whether there is a reference for a layer.</summary>
    public static bool Has(LayerSpec layer) => s_layers.ContainsKey(layer.GetType());

    /// <summary>The reference for a layer.</summary>
    public static ReferenceLayer Of(LayerSpec layer) => s_layers[layer.GetType()];

    /// <summary>The outputs for a batch.</summary>
    public abstract double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context);
}
