using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>A layer of a chain, with its weights by their names in it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">The weights, with columns in the order of rows.</param>
internal sealed record ReadLayer(LayerSpec Layer, ImmutableDictionary<string, float[]> Weights)
{
    /// <summary>Returns the weights of layers in another layer, with the names that they have there.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="prefix">What precedes the index: <c>layers.</c>.</param>
    public static IEnumerable<KeyValuePair<string, float[]>> Nested(IReadOnlyList<ReadLayer> layers, string prefix) =>
        layers.SelectMany((layer, i) => layer.Weights.Select(item => KeyValuePair.Create($"{prefix}{i}.{item.Key}", item.Value)));
}
