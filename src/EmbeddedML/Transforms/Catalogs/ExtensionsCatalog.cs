using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that find missing values, and replace them.</summary>
public static class ExtensionsCatalog
{
    /// <summary>Says of each value, or of each slot of vectors, whether it is missing (NaN).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns of truth values to make, and those of the reals.</param>
    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new MissingValueIndicatorEstimator(catalog.GetEnvironment(), columns);
    }

    /// <summary>Says of each value, or of each slot of vectors, whether it is missing (NaN).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of truth values to make.</param>
    /// <param name="inputColumnName">The column of Single or Double, or of vectors of them; by default the one of the same name.</param>
    public static MissingValueIndicatorEstimator IndicateMissingValues(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName));

    /// <summary>Replaces missing reals (NaN) by 0, or by what is learned of the others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of Single or Double, or of vectors of them; by default the one of the same name.</param>
    /// <param name="replacementMode">What stands in for missing values.</param>
    /// <param name="imputeBySlot">Whether it is learned for each slot of vectors of one size; else for all slots together.</param>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.DefaultMode,
        bool imputeBySlot = MissingValueReplacingEstimator.DefaultImputeBySlot)
    {
        var options = new MissingValueReplacingEstimator.ColumnOptions(
            new InputOutputColumnPair(outputColumnName, inputColumnName), replacementMode, imputeBySlot);
        return new MissingValueReplacingEstimator(catalog.GetEnvironment(), [options]);
    }

    /// <summary>Replaces the missing reals (NaN) of several columns; see the other overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns to make, and those of the reals.</param>
    /// <param name="replacementMode">What stands in for missing values.</param>
    /// <param name="imputeBySlot">Whether it is learned for each slot of vectors of one size; else for all slots together.</param>
    public static MissingValueReplacingEstimator ReplaceMissingValues(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.DefaultMode,
        bool imputeBySlot = MissingValueReplacingEstimator.DefaultImputeBySlot)
        => new(catalog.GetEnvironment(), Array.ConvertAll(columns, pair => new MissingValueReplacingEstimator.ColumnOptions(pair, replacementMode, imputeBySlot)));
}
