using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    /// <summary>Makes an engine that predicts for single examples.</summary>
    /// <typeparam name="TSrc">The class of the examples.</typeparam>
    /// <typeparam name="TDst">The class of the predictions.</typeparam>
    /// <param name="transformer">The model, which is disposed with the engine.</param>
    /// <param name="ignoreMissingColumns">
    /// Whether members of <typeparamref name="TDst"/> for which there is no column keep their value; otherwise they are an error.
    /// </param>
    /// <param name="inputSchemaDefinition">
    /// Which columns the members of <typeparamref name="TSrc"/> give; by default all that can be read.
    /// </param>
    /// <param name="outputSchemaDefinition">
    /// Which columns the members of <typeparamref name="TDst"/> take; by default all that can be written.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The transformer does not transform single rows, or one of the classes does not fit its columns.
    /// </exception>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<
        [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
        [DynamicallyAccessedMembers(TypedRows.Members)] TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition? inputSchemaDefinition = null,
        SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
        => CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });

    /// <summary>Makes an engine that predicts for single examples.</summary>
    /// <typeparam name="TSrc">The class of the examples; it has a member for each column of <paramref name="inputSchema"/>.</typeparam>
    /// <typeparam name="TDst">The class of the predictions; there is a column for each of its members.</typeparam>
    /// <param name="transformer">The model, which is disposed with the engine.</param>
    /// <param name="inputSchema">
    /// The types and annotations of the input columns, as <see cref="Load(string, out DataViewSchema)"/> gives them.
    /// </param>
    /// <exception cref="InvalidOperationException"><typeparamref name="TSrc"/> lacks a column of <paramref name="inputSchema"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The transformer does not transform single rows, or one of the classes does not fit its columns.
    /// </exception>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<
        [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
        [DynamicallyAccessedMembers(TypedRows.Members)] TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
        => CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = false,
            InputSchemaDefinition = TypedRows.DefinitionFor<TSrc>(inputSchema),
        });

    /// <summary>Makes an engine that predicts for single examples.</summary>
    /// <typeparam name="TSrc">The class of the examples.</typeparam>
    /// <typeparam name="TDst">The class of the predictions.</typeparam>
    /// <param name="transformer">The model.</param>
    /// <param name="options">How the engine is made.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The transformer does not transform single rows, or one of the classes does not fit its columns.
    /// </exception>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<
        [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
        [DynamicallyAccessedMembers(TypedRows.Members)] TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PredictionEngine<TSrc, TDst>(_env, transformer, options);
    }
}
