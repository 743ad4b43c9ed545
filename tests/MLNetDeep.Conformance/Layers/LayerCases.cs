namespace MLNetDeep.Conformance;

/// <summary>The base class of each layer's test cases. Derived classes are found by reflection; see docs/adding-a-layer.md.</summary>
public abstract class LayerCases
{
    /// <summary>The cases of all layers.</summary>
    public static IReadOnlyList<LayerCase> All { get; } = [.. DerivedTypes.Create<LayerCases>().SelectMany(layer => layer.Cases)];

    /// <summary>The type of the tested layer.</summary>
    public abstract Type Layer { get; }

    /// <summary>The test cases of this layer.</summary>
    public abstract IEnumerable<LayerCase> Cases { get; }
}
