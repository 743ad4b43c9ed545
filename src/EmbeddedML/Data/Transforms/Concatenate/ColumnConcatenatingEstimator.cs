using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Strings columns of one item type together to a vector column. It learns nothing from the data.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string[] _inputColumnNames;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(ColumnConcatenatingEstimator));
        ColumnErrors.CheckName(outputColumnName, nameof(outputColumnName));
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        if (inputColumnNames.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "At least one input column is needed.");
        foreach (string name in inputColumnNames)
            ColumnErrors.CheckName(name, nameof(inputColumnNames));
        _outputColumnName = outputColumnName;
        _inputColumnNames = inputColumnNames;
    }

    /// <summary>Makes the transformer; it looks at the columns of a view only when it is applied to one.</summary>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnConcatenatingTransformer(_host, [new Concatenation(_outputColumnName, Array.ConvertAll(_inputColumnNames, name => (name, (string?)null)))]);
    }

    /// <summary>The shape with the vector column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing.</exception>
    /// <exception cref="InvalidOperationException">The input columns have different item types, or one has keys.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] inputs = Array.ConvertAll(_inputColumnNames, inputSchema.FindInput);
        foreach (SchemaShape.Column input in inputs)
            CheckItemType(input, inputs[0]);

        List<SchemaShape.Column> annotations = [];
        if (inputs.All(ShapeExtensions.IsNormalized))
            annotations.Add(ShapeExtensions.IsNormalized());
        if (inputs.Any(ShapeExtensions.HasCategoricalSlotRanges))
            annotations.Add(ShapeExtensions.CategoricalSlotRanges());
        if (inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.Scalar || input.HasSlotNames()))
            annotations.Add(ShapeExtensions.SlotNames());

        bool isVariable = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector);
        SchemaShape.Column.VectorKind kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With([new SchemaShape.Column(_outputColumnName, kind, inputs[0].ItemType, isKey: false, new SchemaShape(annotations))]);
    }

    private static void CheckItemType(SchemaShape.Column column, SchemaShape.Column first)
    {
        if (column.IsKey)
            throw new InvalidOperationException($"The column '{column.Name}' has keys, which cannot be concatenated.");
        if (!column.ItemType.Equals(first.ItemType))
        {
            throw new InvalidOperationException(
                $"The columns to concatenate must have one item type, but '{first.Name}' has {first.ItemType} and '{column.Name}' has {column.ItemType}.");
        }
    }
}
