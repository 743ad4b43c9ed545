using Microsoft.ML;

namespace MLNetDeep.Transforms;

/// <summary>Makes MLNetDeep's estimators that transform data.</summary>
public static class TransformsCatalogExtensions
{
    /// <summary>Makes a vector of numbers of each image, for a network's first layer.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">The column to make: a vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The column of images: a vector of <see cref="byte"/> or <see cref="float"/> of known size. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="scale">The factor by which each pixel is multiplied, finite and not zero. Default 1; 1/255 takes bytes to 0..1.</param>
    /// <exception cref="ArgumentException">A name is empty or the scale is out of range.</exception>
    public static FlattenImageEstimator FlattenImage(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, float scale = FlattenImageEstimator.DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new FlattenImageEstimator(outputColumnName, inputColumnName, scale);
    }

    /// <summary>Makes of each label a vector with a slot for each class: 1 for the label's class, 0 for the others.</summary>
    /// <param name="catalog">The catalog of conversions.</param>
    /// <param name="outputColumnName">The column to make: a vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The column of labels: a key, or an integer from 0. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="classCount">For integers, the number of classes, at least 1; by default 1 + the largest label in the data that the estimator is fitted to. A key knows its own.</param>
    /// <exception cref="ArgumentException">A name is empty or the number of classes is out of range.</exception>
    public static OneHotLabelEstimator OneHotLabel(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new OneHotLabelEstimator(outputColumnName, inputColumnName, classCount);
    }
}
