using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators for columns of categories.</summary>
public static class CategoricalCatalog
{
    /// <summary>Learns the values of a column and maps each to a vector.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of categories: numbers, texts, truth values or keys, single or in vectors; by default the one of the same name.</param>
    /// <param name="outputKind">What a category is mapped to.</param>
    /// <param name="maximumNumberOfKeys">How many values are learned at most; those after them are as missing ones.</param>
    /// <param name="keyOrdinality">The order in which the values get their slots.</param>
    /// <param name="keyData">A view whose single column lists the values, so that they are not learned from the data.</param>
    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        OneHotEncodingEstimator.OutputKind outputKind = OneHotEncodingEstimator.DefaultOutputKind,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        IDataView? keyData = null)
    {
        var options = new ValueToKeyMappingEstimator.ColumnOptions(
            outputColumnName, inputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText: true);
        return new OneHotEncodingEstimator(catalog.GetEnvironment(), [options], outputKind, keyData);
    }

    /// <summary>Learns the values of several columns, each its own, and maps them to vectors; see the other overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns to make, and those of categories.</param>
    /// <param name="outputKind">What a category is mapped to.</param>
    /// <param name="maximumNumberOfKeys">How many values are learned at most for each column; those after them are as missing ones.</param>
    /// <param name="keyOrdinality">The order in which the values get their slots.</param>
    /// <param name="keyData">A view whose single column lists the values for all columns, so that they are not learned from the data.</param>
    public static OneHotEncodingEstimator OneHotEncoding(
        this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns,
        OneHotEncodingEstimator.OutputKind outputKind = OneHotEncodingEstimator.DefaultOutputKind,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        IDataView? keyData = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ValueToKeyMappingEstimator.ColumnOptions[] options = Array.ConvertAll(columns, pair => new ValueToKeyMappingEstimator.ColumnOptions(
            pair.OutputColumnName, pair.InputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText: true));
        return new OneHotEncodingEstimator(catalog.GetEnvironment(), options, outputKind, keyData);
    }
}
