using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to indicator vectors, and vectors of keys to such vectors strung together or to counts of the keys.</summary>
public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal const bool DefaultOutputCountVector = false;

    internal KeyToVectorMappingEstimator(IHostEnvironment env, IReadOnlyList<(InputOutputColumnPair Pair, bool OutputCountVector)> columns)
        : this(env, new KeyToVectorMappingTransformer(env, columns))
    {
    }

    private KeyToVectorMappingEstimator(IHostEnvironment env, KeyToVectorMappingTransformer transformer)
        : base(env.Register(nameof(KeyToVectorMappingEstimator)), transformer)
    {
    }

    /// <summary>The shape with the columns of vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of a type that no key has.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(
            (pair, i) => MakeOutput(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName, Transformer.CountsKeys[i])));
    }

    private static SchemaShape.Column MakeOutput(SchemaShape.Column input, string name, bool countsKeys)
    {
        if (!input.ItemType.IsStandardScalar())
            throw input.WrongType("a standard type");
        bool isVariable = input.Kind == SchemaShape.Column.VectorKind.VariableVector;
        bool hasTextValues = input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values) && values.ItemType is TextDataViewType;
        List<SchemaShape.Column> annotations = [];
        if (hasTextValues && ((countsKeys && input.IsKey) || !isVariable))
            annotations.Add(ShapeExtensions.SlotNames());
        if (!countsKeys && !isVariable)
            annotations.Add(ShapeExtensions.CategoricalSlotRanges());
        if (!countsKeys || input.Kind == SchemaShape.Column.VectorKind.Scalar)
            annotations.Add(ShapeExtensions.IsNormalized());
        SchemaShape.Column.VectorKind kind = isVariable && !countsKeys ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return new SchemaShape.Column(name, kind, NumberDataViewType.Single, isKey: false, new SchemaShape(annotations));
    }
}
