using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values to what a given map has for them. It learns nothing from the data.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IHostEnvironment env, ValueMap map, InputOutputColumnPair column)
        : base(env.Register(nameof(ValueMappingEstimator)), new ValueMappingTransformer(env, map, [column]))
    {
    }

    /// <summary>The shape with the mapped column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or the map gives vectors of keys, for which there is no shape.</exception>
    /// <exception cref="NotSupportedException">The input column has vectors, and the map gives vectors.</exception>
    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair => MakeOutput(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)));
    }

    private SchemaShape.Column MakeOutput(SchemaShape.Column input, string name)
    {
        StoredColumn values = Transformer.Map.Values;
        SchemaShape.Column.VectorKind kind = values.Type switch
        {
            VectorDataViewType { Size: 0 } => SchemaShape.Column.VectorKind.VariableVector,
            VectorDataViewType => SchemaShape.Column.VectorKind.Vector,
            _ => SchemaShape.Column.VectorKind.Scalar,
        };
        if (input.Kind != SchemaShape.Column.VectorKind.Scalar)
        {
            if (Transformer.Map.HasVectors)
                throw ValueMap.BothVectors(input.Name);
            kind = input.Kind;
        }
        bool isKey = values.Type is KeyDataViewType;
        DataViewType itemType = isKey ? NumberDataViewType.UInt32 : values.Type.ItemTypeOrSelf();
        return new SchemaShape.Column(name, kind, itemType, isKey, SchemaShape.Create(values.Annotations.Schema));
    }
}
