using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Learns the values of a column, and maps each to a key: 1 + its position among them. Values that were not learned,
/// and missing ones, map to the missing key.
/// </summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1_000_000;

    private readonly IHost _host;
    private readonly IReadOnlyList<ColumnOptions> _columns;
    private readonly IDataView? _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, IReadOnlyList<ColumnOptions> columns, IDataView? keyData = null)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        if (columns.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(columns), "At least one column is needed.");
        if (keyData is not null && keyData.Schema.Count != 1)
            throw new ArgumentOutOfRangeException(nameof(keyData), $"The view of values must have a single column, but it has {keyData.Schema.Count}.");
        _columns = columns;
        _keyData = keyData;
    }

    /// <summary>In which order values get their keys.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>In the order in which they first occur.</summary>
        ByOccurrence = 0,

        /// <summary>In ascending order of the values; texts by the codes of their characters.</summary>
        ByValue = 1,
    }

    /// <summary>Learns the values of each column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be mapped, or the number of keys is not positive.</exception>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        IHost host = _host.Register(ValueToKeyMappingTransformer.RegistrationName);
        ColumnErrors.CheckDistinct(_columns.Select(c => c.Pair.OutputColumnName), "columns");
        TermMap[] maps = TermMapTraining.Train(host, input, _columns, _keyData);
        return new ValueToKeyMappingTransformer(
            host, _columns.Select(c => c.Pair).ToArray(), maps, _columns.Select(c => c.AddKeyValueAnnotationsAsText).ToArray());
    }

    /// <summary>The shape with the columns of keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of a type that cannot be mapped.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(column => MakeOutput(inputSchema.FindInput(column.Pair.InputColumnName), column)));
    }

    private static SchemaShape.Column MakeOutput(SchemaShape.Column input, ColumnOptions options)
    {
        if (!input.ItemType.IsStandardScalar())
            throw input.WrongType(TermMapTraining.AcceptedTypes);
        SchemaShape annotations = new([.. input.Annotation(AnnotationKinds.SlotNames), FindInnerKeyValues(input) ?? MakeKeyValues(input, options)]);
        return new SchemaShape.Column(options.Pair.OutputColumnName, input.Kind, NumberDataViewType.UInt32, isKey: true, annotations);
    }

    // Keys of keys have the values that the inner ones have, where these have any.
    private static SchemaShape.Column? FindInnerKeyValues(SchemaShape.Column input)
        => input.IsKey && input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column inner)
            && inner.Kind == SchemaShape.Column.VectorKind.Vector
            ? inner
            : null;

    private static SchemaShape.Column MakeKeyValues(SchemaShape.Column input, ColumnOptions options)
    {
        DataViewType type = options.AddKeyValueAnnotationsAsText ? TextDataViewType.Instance : input.ItemType;
        return new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, type, input.IsKey);
    }

    /// <summary>How one column is mapped.</summary>
    internal sealed class ColumnOptions
    {
        public ColumnOptions(
            string outputColumnName,
            string? inputColumnName = null,
            int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
            KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
            bool addKeyValueAnnotationsAsText = false)
        {
            if (string.IsNullOrWhiteSpace(outputColumnName))
                throw new ArgumentOutOfRangeException(nameof(outputColumnName), "The name of a column must not be null or white space.");
            Pair = new InputOutputColumnPair(outputColumnName, inputColumnName);
            MaximumNumberOfKeys = maximumNumberOfKeys;
            KeyOrdinality = keyOrdinality;
            AddKeyValueAnnotationsAsText = addKeyValueAnnotationsAsText;
        }

        public InputOutputColumnPair Pair { get; }

        public int MaximumNumberOfKeys { get; }

        public KeyOrdinality KeyOrdinality { get; }

        public bool AddKeyValueAnnotationsAsText { get; }
    }
}
