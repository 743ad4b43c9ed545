using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// The base class of simple double-precision layer implementations. Derived classes are found by reflection; see docs/adding-a-layer.md.
/// </summary>
internal abstract class ReferenceLayer
{
    private static readonly Dictionary<Type, ReferenceLayer> s_layers = DerivedTypes.Create<ReferenceLayer>().ToDictionary(layer => layer.Layer);

    /// <summary>The type of the implemented layer.</summary>
    public abstract Type Layer { get; }

    /// <summary>Returns whether the layer has a reference implementation.</summary>
    public static bool Has(LayerSpec layer) =>
        s_layers.ContainsKey(layer.GetType()) && layer.InnerLayers().All(Has);

    /// <summary>Returns the reference implementation of the layer.</summary>
    public static ReferenceLayer Of(LayerSpec layer) => s_layers[layer.GetType()];

    /// <summary>Computes the layer's outputs for a batch.</summary>
    public abstract double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context);
}
