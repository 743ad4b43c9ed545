using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that run the program's own code.</summary>
public static class CustomMappingCatalog
{
    /// <summary>Adds columns that code of the program computes of other columns.</summary>
    /// <typeparam name="TSrc">The class whose members are the columns that are read.</typeparam>
    /// <typeparam name="TDst">The class whose members are the columns that are added.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="mapAction">The code: it reads the first object and fills the second. The same objects are used for each row.</param>
    /// <param name="contractName">
    /// The name by which a model file refers to the code, that of a <see cref="CustomMappingFactory{TSrc, TDst}"/>; null if no model is saved.
    /// </param>
    /// <param name="inputSchemaDefinition">The columns that are read, where they differ from what <typeparamref name="TSrc"/> says.</param>
    /// <param name="outputSchemaDefinition">The columns that are added, where they differ from what <typeparamref name="TDst"/> says.</param>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<
        [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
        [DynamicallyAccessedMembers(TypedRows.Members)] TDst>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst> mapAction,
        string? contractName,
        SchemaDefinition? inputSchemaDefinition = null,
        SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
        => new(catalog.GetEnvironment(), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}
