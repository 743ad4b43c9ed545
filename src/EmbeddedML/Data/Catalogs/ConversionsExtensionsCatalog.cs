using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that convert from one type to another.</summary>
public static class ConversionsExtensionsCatalog
{
    /// <summary>Learns the values of a column and maps each to a key.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of keys to make.</param>
    /// <param name="inputColumnName">The column of values: numbers, texts, truth values, times or keys, single or in vectors; by default the one of the same name.</param>
    /// <param name="maximumNumberOfKeys">How many values are learned at most; those after them map to the missing key.</param>
    /// <param name="keyOrdinality">The order in which the values get their keys.</param>
    /// <param name="addKeyValueAnnotationsAsText">Whether the keys' values are given as text, whatever the type of the column.</param>
    /// <param name="keyData">A view whose single column lists the values, so that they are not learned from the data.</param>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView? keyData = null)
        => new(
            catalog.GetEnvironment(),
            [new ValueToKeyMappingEstimator.ColumnOptions(outputColumnName, inputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText)],
            keyData);

    /// <summary>Learns the values of columns, each its own, and maps them to keys.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns of keys to make, and those of the values.</param>
    /// <param name="maximumNumberOfKeys">How many values are learned at most for each column; those after them map to the missing key.</param>
    /// <param name="keyOrdinality">The order in which the values get their keys.</param>
    /// <param name="addKeyValueAnnotationsAsText">Whether the keys' values are given as text, whatever the type of the column.</param>
    /// <param name="keyData">A view whose single column lists the values for all columns, so that they are not learned from the data.</param>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView? keyData = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new ValueToKeyMappingEstimator(
            catalog.GetEnvironment(),
            Array.ConvertAll(columns, pair => new ValueToKeyMappingEstimator.ColumnOptions(
                pair.OutputColumnName, pair.InputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText)),
            keyData);
    }

    /// <summary>Maps keys to the values for which they stand.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of values to make.</param>
    /// <param name="inputColumnName">The column of keys, single or in vectors, with the annotation "KeyValues"; by default the one of the same name.</param>
    public static KeyToValueMappingEstimator MapKeyToValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string? inputColumnName = null)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName));

    /// <summary>Maps keys to the values for which they stand.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns of values to make, and those of the keys.</param>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new KeyToValueMappingEstimator(catalog.GetEnvironment(), columns);
    }

    /// <summary>Maps keys to indicator vectors: 1 in the slot of the key, 0 in all others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of Single vectors to make.</param>
    /// <param name="inputColumnName">The column of keys, single or in vectors; by default the one of the same name.</param>
    /// <param name="outputCountVector">Whether, of vectors of keys, the occurrences of each key are counted; else their indicator vectors are strung together.</param>
    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        bool outputCountVector = KeyToVectorMappingEstimator.DefaultOutputCountVector)
        => new(catalog.GetEnvironment(), [(new InputOutputColumnPair(outputColumnName, inputColumnName), outputCountVector)]);

    /// <summary>Maps the keys of several columns to indicator vectors; see the other overload.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns of Single vectors to make, and those of the keys.</param>
    /// <param name="outputCountVector">Whether, of vectors of keys, the occurrences of each key are counted; else their indicator vectors are strung together.</param>
    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        bool outputCountVector = KeyToVectorMappingEstimator.DefaultOutputCountVector)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new KeyToVectorMappingEstimator(catalog.GetEnvironment(), Array.ConvertAll(columns, pair => (pair, outputCountVector)));
    }

    /// <summary>Converts a column to another type.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column to convert; by default the one of the same name.</param>
    /// <param name="outputKind">The type.</param>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        DataKind outputKind = TypeConvertingEstimator.DefaultOutputKind)
        => catalog.ConvertType([new InputOutputColumnPair(outputColumnName, inputColumnName)], outputKind);

    /// <summary>Converts columns to another type.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="outputKind">The type.</param>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        DataKind outputKind = TypeConvertingEstimator.DefaultOutputKind)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new TypeConvertingEstimator(catalog.GetEnvironment(), columns, outputKind);
    }

    /// <summary>Maps values to what pairs give for them.</summary>
    /// <typeparam name="TInputType">The type of the keys: a number, string or other type that columns can have.</typeparam>
    /// <typeparam name="TOutputType">The type of the values, likewise.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="keyValuePairs">The pairs; no key may come twice.</param>
    /// <param name="inputColumnName">The column of what is looked up, single or in vectors; by default the one of the same name.</param>
    /// <param name="treatValuesAsKeyType">Whether the result is a column of keys that stand for the values.</param>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string? inputColumnName = null,
        bool treatValuesAsKeyType = false)
    {
        IHostEnvironment env = catalog.GetEnvironment();
        return new(env, ValueMapBuilding.Make(env, keyValuePairs, treatValuesAsKeyType), new InputOutputColumnPair(outputColumnName, inputColumnName));
    }

    /// <summary>Maps values to the vectors that pairs give for them.</summary>
    /// <typeparam name="TInputType">The type of the keys: a number, string or other type that columns can have.</typeparam>
    /// <typeparam name="TOutputType">The type of the vectors' items, likewise.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of vectors to make. What the map does not have gives an empty one.</param>
    /// <param name="keyValuePairs">The pairs; no key may come twice.</param>
    /// <param name="inputColumnName">The column of what is looked up; by default the one of the same name.</param>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType[]>> keyValuePairs,
        string? inputColumnName = null)
    {
        IHostEnvironment env = catalog.GetEnvironment();
        return new(env, ValueMapBuilding.Make(env, keyValuePairs), new InputOutputColumnPair(outputColumnName, inputColumnName));
    }

    /// <summary>Maps values to what a view of keys and values has for them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make, of the type and with the annotations of the values.</param>
    /// <param name="lookupMap">The view, which is read at once.</param>
    /// <param name="keyColumn">Its column of keys; none may come twice.</param>
    /// <param name="valueColumn">Its column of values.</param>
    /// <param name="inputColumnName">The column of what is looked up, single or in vectors; by default the one of the same name.</param>
    public static ValueMappingEstimator MapValue(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IDataView lookupMap,
        DataViewSchema.Column keyColumn,
        DataViewSchema.Column valueColumn,
        string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(lookupMap);
        return new ValueMappingEstimator(
            catalog.GetEnvironment(), ValueMap.FromView(lookupMap, keyColumn, valueColumn), new InputOutputColumnPair(outputColumnName, inputColumnName));
    }
}
