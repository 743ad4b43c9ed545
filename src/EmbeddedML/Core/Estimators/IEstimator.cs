namespace Microsoft.ML;

/// <summary>Something that can be fitted to data and then transforms data.</summary>
/// <typeparam name="TTransformer">The type of what fitting gives.</typeparam>
public interface IEstimator<out TTransformer> where TTransformer : ITransformer
{
    /// <summary>Fits to the rows of <paramref name="input"/>.</summary>
    TTransformer Fit(IDataView input);

    /// <summary>The shape of what the fitted transformer makes of data of the shape <paramref name="inputSchema"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks a needed column or has it with another type.</exception>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
