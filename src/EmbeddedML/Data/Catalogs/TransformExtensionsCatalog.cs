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

    /// <summary>Drops columns; the others stay as they are, hidden ones too.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columnNames">The names of the columns to drop; at least one, and all there.</param>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames)
        => new(catalog.GetEnvironment(), new ColumnSelection(columnNames, Keep: false, KeepHidden: false, IgnoreMissing: false));

    /// <summary>Keeps columns, in the order in which they are named, and drops all others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columnNames">The names of the columns to keep; at least one, and all there.</param>
    /// <param name="keepHidden">Whether columns that a kept one hides are kept with it.</param>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden)
        => new(catalog.GetEnvironment(), new ColumnSelection(columnNames, Keep: true, keepHidden, IgnoreMissing: false));

    /// <summary>Keeps columns that are not hidden, in the order in which they are named, and drops all others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columnNames">The names of the columns to keep; at least one, and all there.</param>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames)
        => catalog.SelectColumns(columnNames, keepHidden: false);
}
