using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Further estimators that convert from one type to another.</summary>
public static class ConversionsCatalog
{
    /// <summary>Maps keys to vectors of the bits of their positions, the highest first; the bits of a missing key are all 1.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of Single vectors to make.</param>
    /// <param name="inputColumnName">The column of keys, single or in vectors, whose bits are strung together; by default the one of the same name.</param>
    public static KeyToBinaryVectorMappingEstimator MapKeyToBinaryVector(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName));
}
