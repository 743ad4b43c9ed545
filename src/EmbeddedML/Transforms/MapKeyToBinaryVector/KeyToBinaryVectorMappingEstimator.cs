using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to vectors of the bits of their positions. It learns nothing from the data.</summary>
internal sealed class KeyToBinaryVectorMappingEstimator : TrivialEstimator<KeyToBinaryVectorMappingTransformer>
{
    internal KeyToBinaryVectorMappingEstimator(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : this(env, new KeyToBinaryVectorMappingTransformer(env, columns))
    {
    }

    private KeyToBinaryVectorMappingEstimator(IHostEnvironment env, KeyToBinaryVectorMappingTransformer transformer)
        : base(env.Register(nameof(KeyToBinaryVectorMappingEstimator)), transformer)
    {
    }

    /// <summary>The shape with the columns of bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair => MakeOutput(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)));
    }

    private static SchemaShape.Column MakeOutput(SchemaShape.Column input, string name)
    {
        bool isVariable = input.Kind == SchemaShape.Column.VectorKind.VariableVector;
        List<SchemaShape.Column> annotations = [];
        if (!isVariable && input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values) && values.ItemType is TextDataViewType)
            annotations.Add(ShapeExtensions.SlotNames());
        if (input.Kind == SchemaShape.Column.VectorKind.Scalar)
            annotations.Add(ShapeExtensions.IsNormalized());
        SchemaShape.Column.VectorKind kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return new SchemaShape.Column(name, kind, NumberDataViewType.Single, isKey: false, new SchemaShape(annotations));
    }
}
