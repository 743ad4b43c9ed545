using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that the program's own code computes. It learns nothing from the data.</summary>
/// <typeparam name="TSrc">The class whose members are the columns that are read.</typeparam>
/// <typeparam name="TDst">The class whose members are the columns that are added.</typeparam>
public sealed class CustomMappingEstimator<
    [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
    [DynamicallyAccessedMembers(TypedRows.Members)] TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(
        IHostEnvironment env,
        Action<TSrc, TDst> mapAction,
        string? contractName,
        SchemaDefinition? inputSchemaDefinition,
        SchemaDefinition? outputSchemaDefinition)
        : base(
            env.Register("CustomMappingEstimator"),
            new CustomMappingTransformer<TSrc, TDst>(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    /// <summary>The shape with the added columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing, or has another type than its member.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (SchemaShape.Column wanted in SchemaShape.Create(RowMember.SchemaOf(Transformer.Inputs)))
        {
            SchemaShape.Column input = inputSchema.FindInput(wanted.Name);
            // A member for vectors of any size takes those of one size too.
            bool fits = wanted.Kind == input.Kind
                || (wanted.Kind == SchemaShape.Column.VectorKind.VariableVector && input.Kind != SchemaShape.Column.VectorKind.Scalar);
            if (!fits || !wanted.ItemType.Equals(input.ItemType) || wanted.IsKey != input.IsKey)
                throw input.WrongType(wanted.Describe());
        }
        return inputSchema.With(SchemaShape.Create(RowMember.SchemaOf(Transformer.Outputs)));
    }
}
