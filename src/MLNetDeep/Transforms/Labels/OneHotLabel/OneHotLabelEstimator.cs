using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>
/// Encodes a label as a one-hot vector with a slot for each class: 1 for the class of the label, 0 for the others. For integer
/// labels it learns the number of classes, unless classCount is set; for keys it learns nothing.
/// </summary>
/// <remarks>
/// <para>Input: a key, where the value p + 1 means class p, or an integer, which is the class, at least 0. Output: a vector of
/// <see cref="float"/> whose size is the number of classes. Its slot names are the key values, or "0", "1", ... up to
/// <see cref="MaxNumberedSlots"/> classes; a larger vector has no such names. A missing key gives a vector of zeros.</para>
/// <para>Example: the label 2 of 4 classes gives [0, 0, 1, 0].</para>
/// </remarks>
public sealed class OneHotLabelEstimator : IEstimator<OneHotLabelTransformer>
{
    /// <summary>The default of the largest number of classes that are learned from data.</summary>
    public const int DefaultMaxClasses = 100_000;

    /// <summary>
    /// The largest number of classes whose slots are named "0", "1", ...: 1,048,576. Names take much more memory than the sparse vectors, so
    /// larger vectors have none.
    /// </summary>
    public const int MaxNumberedSlots = 1 << 20;

    private readonly IHostEnvironment _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly int? _classCount;
    private readonly int _maxClasses;

    internal OneHotLabelEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName, int? classCount, int maxClasses)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        if (classCount < 1 || classCount > OneHotLabelTransformer.MaxClassCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classCount), classCount, $"The number of classes must be from 1 to {OneHotLabelTransformer.MaxClassCount}.");
        }

        if (maxClasses < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxClasses), maxClasses, "The largest number of classes must be at least 1.");
        }

        _host = env;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _classCount = classCount;
        _maxClasses = maxClasses;
    }

    /// <summary>Counts the classes, unless classCount is set or the label is a key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are no labels to count the classes from, a label is negative, or there are more
    /// than maxClasses classes; the message names the label and its row.</exception>
    /// <exception cref="OperationCanceledException">The execution of the MLContext was cancelled.</exception>
    public OneHotLabelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = Columns.Find(input.Schema, "input", _inputColumnName);
        LabelReader reader = LabelReader.For(column);
        int classCount = _classCount ?? (reader.KeyCount is { } keys
            ? CheckKeyCount(column, keys)
            : HostCancellation.Run(_host, () => CountClasses(input, column, reader)));
        OneHotLabelTransformer transformer = new(_outputColumnName, _inputColumnName, classCount) { Host = _host };
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>Returns the shape of the input with the output column added: a vector of <see cref="float"/>, with slot names where
    /// there are any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = Columns.Find(inputSchema, "input", _inputColumnName);
        bool isScalar = input.Kind == SchemaShape.Column.VectorKind.Scalar;
        if (!isScalar || !LabelReader.IsLabelType(input.ItemType))
        {
            throw Columns.WrongType("input", input, LabelReader.Expected, isScalar ? Cures.MapToKeys(input.Name, input.ItemType) : null);
        }

        bool hasKeyValues = input.Annotations.Any(annotation => annotation.Name == AnnotationNames.KeyValues);
        if (_classCount > MaxNumberedSlots && !hasKeyValues)
        {
            return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
                _outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
        }

        SchemaShape.Column slotNames = MLNetInternals.NewColumn(
            AnnotationNames.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance);
        return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
            _outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, new SchemaShape([slotNames])));
    }

    private int CheckKeyCount(DataViewSchema.Column column, ulong keys) => keys <= (ulong)_maxClasses
        ? (int)keys
        : throw new InvalidOperationException(
            $"The column '{column.Name}' has {keys} keys; accepted: up to {_maxClasses} (maxClasses). Map the labels that occur to keys with "
            + "Conversion.MapValueToKey, or set maxClasses.");

    private int CountClasses(IDataView input, DataViewSchema.Column column, LabelReader reader)
    {
        int largest = -1;
        using (DataViewRowCursor cursor = input.GetRowCursor([column]))
        {
            Func<int> getLabel = reader.CreateGetter(cursor);
            while (cursor.MoveNext())
            {
                HostCancellation.ThrowIfCancelled(_host);
                int label = getLabel();
                if (label >= _maxClasses)
                {
                    throw new InvalidOperationException(
                        $"The label {label} in {RowErrors.Place(cursor, column)} would make {label + 1L} classes; accepted: up to {_maxClasses} "
                        + "(maxClasses). Map the labels that occur to keys with Conversion.MapValueToKey, or set maxClasses.");
                }

                largest = Math.Max(largest, label);
            }
        }

        if (largest < 0)
        {
            throw new InvalidOperationException($"The column '{column.Name}' has no labels to count the classes from; set classCount.");
        }

        return largest + 1;
    }
}
