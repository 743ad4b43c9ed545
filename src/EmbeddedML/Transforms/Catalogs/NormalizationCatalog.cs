using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that bring numbers to a common scale.</summary>
public static class NormalizationCatalog
{
    /// <summary>
    /// Scales each slot by its range: to [-1, 1] where 0 stays 0, else to [0, 1]. Values outside what was seen come out outside of that.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column to normalize: Single or Double, or vectors of them of one size; by default the one of the same name.</param>
    /// <param name="maximumExampleCount">From how many rows the range is learned at most; more than 1.</param>
    /// <param name="fixZero">Whether 0 stays 0, so that sparse vectors stay sparse.</param>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = NormalizingEstimator.DefaultFixZero)
    {
        var options = new NormalizingEstimator.ColumnOptions(
            outputColumnName, inputColumnName, NormalizingEstimator.Method.MinMax, maximumExampleCount, fixZero);
        return new NormalizingEstimator(catalog.GetEnvironment(), [options]);
    }

    /// <summary>Scales each slot of several columns by its range; see the other overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns to make, and those to normalize.</param>
    /// <param name="maximumExampleCount">From how many rows the range is learned at most; more than 1.</param>
    /// <param name="fixZero">Whether 0 stays 0, so that sparse vectors stay sparse.</param>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = NormalizingEstimator.DefaultFixZero)
        => new(catalog.GetEnvironment(), Array.ConvertAll(columns, pair => new NormalizingEstimator.ColumnOptions(
            pair.OutputColumnName, pair.InputColumnName, NormalizingEstimator.Method.MinMax, maximumExampleCount, fixZero)));

    /// <summary>
    /// Scales each slot by its mean and variance: to mean 0 and variance 1, or, where 0 stays 0, to a mean square of 1; or
    /// maps each value to the share of a normal distribution of that mean and variance that lies below it.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column to normalize: Single or Double, or vectors of them of one size; by default the one of the same name.</param>
    /// <param name="maximumExampleCount">From how many rows mean and variance are learned at most; more than 1.</param>
    /// <param name="fixZero">Whether 0 stays 0, so that sparse vectors stay sparse.</param>
    /// <param name="useCdf">Whether values are mapped to shares of the distribution.</param>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = NormalizingEstimator.DefaultFixZero,
        bool useCdf = false)
    {
        var options = new NormalizingEstimator.ColumnOptions(
            outputColumnName, inputColumnName, NormalizingEstimator.Method.MeanVariance, maximumExampleCount, fixZero, useCdf);
        return new NormalizingEstimator(catalog.GetEnvironment(), [options]);
    }

    /// <summary>Scales each slot of several columns by its mean and variance; see the other overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns to make, and those to normalize.</param>
    /// <param name="maximumExampleCount">From how many rows mean and variance are learned at most; more than 1.</param>
    /// <param name="fixZero">Whether 0 stays 0, so that sparse vectors stay sparse.</param>
    /// <param name="useCdf">Whether values are mapped to shares of the distribution.</param>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        long maximumExampleCount = NormalizingEstimator.DefaultMaximumExampleCount,
        bool fixZero = NormalizingEstimator.DefaultFixZero,
        bool useCdf = false)
        => new(catalog.GetEnvironment(), Array.ConvertAll(columns, pair => new NormalizingEstimator.ColumnOptions(
            pair.OutputColumnName, pair.InputColumnName, NormalizingEstimator.Method.MeanVariance, maximumExampleCount, fixZero, useCdf)));

    /// <summary>Scales each vector to norm 1. A vector of zeros stays as it is.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of Single vectors of one size; by default the one of the same name.</param>
    /// <param name="norm">The norm.</param>
    /// <param name="ensureZeroMean">Whether the mean of each vector's slots is subtracted from them before.</param>
    public static LpNormNormalizingEstimator NormalizeLpNorm(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        LpNormNormalizingEstimatorBase.NormFunction norm = LpNormNormalizingEstimatorBase.DefaultNorm,
        bool ensureZeroMean = LpNormNormalizingEstimatorBase.DefaultEnsureZeroMean)
        => new(catalog.GetEnvironment(), outputColumnName, inputColumnName, norm, ensureZeroMean);
}
