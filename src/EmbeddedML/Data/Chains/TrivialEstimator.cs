using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An estimator that has nothing to learn: fitting gives the transformer that it was made with.</summary>
/// <typeparam name="TTransformer">The type of the transformer.</typeparam>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private protected TrivialEstimator(IHost host, TTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
        Transformer = transformer;
    }

    /// <summary>The estimator's own part of the environment.</summary>
    private protected IHost Host { get; }

    private protected TTransformer Transformer { get; }

    /// <summary>Gives the transformer, after a check that it can transform <paramref name="input"/>.</summary>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    /// <inheritdoc/>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
