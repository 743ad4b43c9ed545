using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>Creates MLNetDeep's estimators for images and labels.</summary>
public static class TransformsCatalogExtensions
{
    /// <summary>
    /// Creates a <see cref="FlattenImageEstimator"/>, which flattens images into vectors for the first layer of a network.
    /// </summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The name of the image column: a vector of <see cref="byte"/> or <see cref="float"/> of known size.
    /// Default null: <paramref name="outputColumnName"/>.</param>
    /// <param name="scale">The factor that multiplies each pixel, finite and not 0. Default 1; 1/255 scales bytes to [0, 1].</param>
    /// <exception cref="ArgumentException">A name is empty or the scale is out of range.</exception>
    public static FlattenImageEstimator FlattenImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, float scale = FlattenImageEstimator.DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new FlattenImageEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, scale);
    }

    /// <summary>
    /// Creates a <see cref="OneHotLabelEstimator"/>, which encodes labels as vectors: 1 in the slot of the label's class, 0 in the others.
    /// </summary>
    /// <param name="catalog">The catalog of conversions.</param>
    /// <param name="outputColumnName">The name of the output column: a vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The name of the label column: a key, or an integer of at least 0. Default null:
    /// <paramref name="outputColumnName"/>.</param>
    /// <param name="classCount">The number of classes, from 1 to 2,147,483,591. Default null: the number of keys or, for integers, 1 + the largest label
    /// in the data passed to Fit.</param>
    /// <param name="maxClasses">The largest number of classes that Fit accepts if <paramref name="classCount"/> is null, at least 1: a
    /// wrong label such as 2,000,000,000 would make vectors of that size. Default 100,000.</param>
    /// <exception cref="ArgumentException">A name is empty or the number of classes is out of range.</exception>
    public static OneHotLabelEstimator OneHotLabel(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null, int? classCount = null,
        int maxClasses = OneHotLabelEstimator.DefaultMaxClasses)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new OneHotLabelEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, classCount, maxClasses);
    }
}
