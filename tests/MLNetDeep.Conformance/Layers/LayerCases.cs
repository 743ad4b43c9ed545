namespace MLNetDeep.Conformance;

/// <summary>The cases of one layer. Each layer's class is found by reflection; see docs/adding-a-layer.md.</summary>
public abstract class LayerCases
{
    /// <summary>The cases of all layers.</summary>
    public static IReadOnlyList<LayerCase> All { get; } = [.. Found.Create<LayerCases>().SelectMany(layer => layer.Cases)];

    /// <summary>The layer's type.</summary>
    public abstract Type Layer { get; }

    /// <summary>The cases.</summary>
    public abstract IEnumerable<LayerCase> Cases { get; }
}
