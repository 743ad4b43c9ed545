using System.Reflection;
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
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing.</exception>
    /// <exception cref="InvalidOperationException">It is not one of vectors.</exception>
    /// <exception cref="TargetInvocationException">It has vectors of values that are no keys and cannot be made numbers of keys.</exception>
    public NgramExtractingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = ColumnErrors.Find(input.Schema, nameof(input), "input", _column.InputColumnName);
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
        string mismatch = $"The column '{column.Name}' has {column.Type}, but n-grams are of vectors of keys.";
        if (column.Type is not VectorDataViewType vector)
            throw new InvalidOperationException(mismatch);
        if (vector.ItemType is not KeyDataViewType)
        {
            // ML.NET makes the values numbers, of which none is a key, and refuses them only where they are transformed. Where
            // it cannot, it says so from a call by reflection, which wraps the error.
            return vector.ItemType is TextDataViewType
                ? NgramLearner.Nothing(_options)
                : throw new TargetInvocationException(mismatch, new InvalidOperationException(mismatch));
        }
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        NgramLearner learner = NgramLearner.Create(_options, cursor, column);
        while (!learner.IsDone && cursor.MoveNext())
            learner.AddRow();
        return learner.Finish();
    }
}
