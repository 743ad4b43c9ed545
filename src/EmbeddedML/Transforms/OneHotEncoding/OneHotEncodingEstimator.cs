using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the values of columns of categories, and maps each to a vector: MapValueToKey, then MapKeyToVector or its like.</summary>
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    internal const OutputKind DefaultOutputKind = OutputKind.Indicator;

    private readonly ValueToKeyMappingEstimator _toKey;
    private readonly IEstimator<ITransformer>? _toVector;

    internal OneHotEncodingEstimator(
        IHostEnvironment env, IReadOnlyList<ValueToKeyMappingEstimator.ColumnOptions> columns, OutputKind kind, IDataView? keyData)
    {
        ArgumentNullException.ThrowIfNull(env);
        IHost host = env.Register(nameof(OneHotEncodingEstimator));
        _toKey = new ValueToKeyMappingEstimator(host, columns, keyData);
        InputOutputColumnPair[] outputs = columns.Select(c => new InputOutputColumnPair(c.Pair.OutputColumnName)).ToArray();
        _toVector = kind switch
        {
            OutputKind.Key => null,
            OutputKind.Binary => new KeyToBinaryVectorMappingEstimator(host, outputs),
            OutputKind.Indicator or OutputKind.Bag => new KeyToVectorMappingEstimator(host, Array.ConvertAll(outputs, pair => (pair, kind == OutputKind.Bag))),
            _ => throw new ArgumentOutOfRangeException("outputKind", kind, "It is none of the kinds that there are."),
        };
    }

    /// <summary>What a category is mapped to.</summary>
    public enum OutputKind : byte
    {
        /// <summary>An indicator vector; for vectors of categories the sum of these: how often each occurs.</summary>
        Bag = 1,

        /// <summary>An indicator vector; for vectors of categories these strung together.</summary>
        Indicator = 2,

        /// <summary>The key.</summary>
        Key = 3,

        /// <summary>The bits of the key's position; for vectors of categories these strung together.</summary>
        Binary = 4,
    }

    /// <summary>Learns the values of each column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be mapped.</exception>
    public OneHotEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new OneHotEncodingTransformer(
            _toVector is null ? new TransformerChain<ITransformer>(_toKey.Fit(input)) : _toKey.Append(_toVector).Fit(input));
    }

    /// <summary>The shape with the columns of vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be mapped.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _toVector is null ? _toKey.GetOutputSchema(inputSchema) : _toKey.Append(_toVector).GetOutputSchema(inputSchema);
    }
}
