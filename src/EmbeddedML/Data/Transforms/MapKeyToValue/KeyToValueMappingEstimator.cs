using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to the values for which they stand, as the annotation "KeyValues" says.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : base(env.Register(nameof(KeyToValueMappingEstimator)), new KeyToValueMappingTransformer(env, columns))
    {
    }

    /// <summary>The shape with the columns of values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not of keys, or its keys have no values.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair => MakeOutput(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)));
    }

    private static SchemaShape.Column MakeOutput(SchemaShape.Column input, string name)
    {
        if (!input.IsKey)
            throw input.WrongType("KeyType");
        if (!input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values))
            throw new ArgumentOutOfRangeException("inputSchema", $"The keys of the column '{input.Name}' have no annotation '{AnnotationKinds.KeyValues}'.");
        SchemaShape annotations = new(input.HasSlotNames() ? input.Annotation(AnnotationKinds.SlotNames) : []);
        return new SchemaShape.Column(name, input.Kind, values.ItemType, values.IsKey, annotations);
    }
}
