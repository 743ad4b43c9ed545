using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that rearrange columns.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>Copies a column, with its annotations, under another name.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The name of the copy.</param>
    /// <param name="inputColumnName">The column to copy.</param>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
    {
        ColumnErrors.CheckName(inputColumnName, nameof(inputColumnName));
        return new ColumnCopyingEstimator(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName));
    }

    /// <summary>Strings columns of one item type together to a vector column.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnNames">The columns that it is made of, in their order: single values or vectors, at least one, none of keys.</param>
    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
        => new(catalog.GetEnvironment(), outputColumnName, inputColumnNames);
}
