using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Learns which n-grams, runs of neighbouring keys, the vectors of a column have, and makes a slot of each.</summary>
public sealed class NgramExtractingEstimator : IEstimator<NgramExtractingTransformer>
{
    internal const int DefaultNgramLength = 2;
    internal const int DefaultMaximumNgramsCount = 10_000_000;

    private const string AcceptedTypes = "Expected vector of Key type, and Key is convertible to UInt32";

    private readonly IHost _host;
    private readonly InputOutputColumnPair _column;
    private readonly NgramOptions _options;

    internal NgramExtractingEstimator(IHostEnvironment env, InputOutputColumnPair column, NgramOptions options)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(NgramExtractingEstimator));
        _column = column;
        _options = options;
    }

    /// <summary>What the slot of an n-gram holds.</summary>
    public enum WeightingCriteria
    {
        /// <summary>How often the vector has the n-gram.</summary>
        Tf = 0,

        /// <summary>Where the vector has the n-gram, the logarithm of how many rows there were for each that has it; else 0.</summary>
        Idf = 1,

        /// <summary>The product of the two.</summary>
        TfIdf = 2,
    }

    /// <summary>Learns the n-grams.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not one of vectors of keys.</exception>
    public NgramExtractingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = input.Schema.GetColumnOrNull(_column.InputColumnName)
            ?? throw ColumnErrors.Missing(nameof(input), "input", _column.InputColumnName);
        CheckType(column);
        return new NgramExtractingTransformer(_host, [_column], () => [Learn(input, column)]);
    }

    /// <summary>The shape with the column of n-grams.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or not one of vectors of keys.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = inputSchema.FindInput(_column.InputColumnName);
        if (input.Kind == SchemaShape.Column.VectorKind.Scalar || !input.IsKey || input.ItemType.RawType == typeof(ulong))
            throw input.WrongType(AcceptedTypes);
        SchemaShape.Column[] annotations = HasKeyNames(input) ? [ShapeExtensions.SlotNames()] : [];
        return inputSchema.With([new SchemaShape.Column(_column.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, new SchemaShape(annotations))]);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is not one of vectors of keys.</exception>
    internal static void CheckType(DataViewSchema.Column input)
    {
        if (input.Type is not VectorDataViewType { ItemType: KeyDataViewType })
            throw ColumnErrors.WrongType("inputSchema", "input", input.Name, AcceptedTypes, input.Type.ToString()!);
    }

    private static bool HasKeyNames(SchemaShape.Column input)
        => input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values)
            && values.Kind == SchemaShape.Column.VectorKind.Vector
            && values.ItemType is TextDataViewType;

    private NgramDictionary Learn(IDataView input, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        NgramLearner learner = NgramLearner.Create(_options, cursor, column);
        while (!learner.IsDone && cursor.MoveNext())
            learner.AddRow();
        return learner.Finish();
    }
}
