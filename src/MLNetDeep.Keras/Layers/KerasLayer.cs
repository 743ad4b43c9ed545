using System.Collections.Immutable;

namespace MLNetDeep.Keras.Layers;

/// <summary>An array that Keras has for a layer.</summary>
/// <param name="Name">Keras's name, for messages.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
internal sealed record KerasArray(string Name, params ImmutableArray<int> Shape);

/// <summary>The arrays of one of the objects that make up a layer of Keras.</summary>
/// <param name="Path">The path within the layer; empty for the layer itself.</param>
/// <param name="Arrays">The arrays in Keras's order.</param>
internal sealed record KerasPart(string Path, ImmutableArray<KerasArray> Arrays);

/// <summary>How Keras stores the weights of a layer.</summary>
/// <param name="ClassName">The name of Keras's class in files: dense, conv2d, ...</param>
/// <param name="Parts">The objects with arrays, in the order in which older files have the arrays.</param>
/// <param name="Convert">Makes the values of the layer's parameters, in their order, of all arrays in the order of the parts.</param>
internal sealed record KerasLayer(string ClassName, ImmutableArray<KerasPart> Parts, Func<float[][], float[][]> Convert)
{
    /// <summary>All arrays of all parts.</summary>
    public IEnumerable<KerasArray> Arrays => Parts.SelectMany(part => part.Arrays);

    /// <summary>Returns how Keras stores a layer without inner objects.</summary>
    public static KerasLayer Simple(string className, ImmutableArray<KerasArray> arrays, Func<float[][], float[][]> convert) =>
        new(className, [new KerasPart("", arrays)], convert);
}
