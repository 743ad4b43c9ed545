using System.Collections.Immutable;

namespace MLNetDeep.Keras.Files;

/// <summary>An array of a Keras model.</summary>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Values">The values, row-major.</param>
internal sealed record KerasVariable(ImmutableArray<int> Shape, float[] Values);

/// <summary>The arrays of a layer, or of a part of a layer.</summary>
/// <param name="Path">The path of the object in Keras 3's files (<c>bidirectional/forward_layer/cell</c>), or the name of the layer in older ones.</param>
/// <param name="Variables">The arrays, in Keras's order.</param>
internal sealed record KerasVariables(string Path, ImmutableArray<KerasVariable> Variables);

/// <summary>The weights in a file of Keras.</summary>
/// <param name="HasClassNames">
/// Whether paths begin with the class of the layer and its number among those of the class, as in Keras 3. Otherwise the order of the groups is
/// that of the layers.
/// </param>
/// <param name="Groups">The objects that have arrays.</param>
internal sealed record KerasContent(bool HasClassNames, ImmutableArray<KerasVariables> Groups);
