using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators that are fitted one after another, each to what the ones before it make of the data.</summary>
/// <typeparam name="TLastTransformer">The type of what fitting the last estimator gives.</typeparam>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    /// <summary>The last estimator; null where the chain is empty.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    private readonly EstimatorLink[] _links;

    /// <summary>Makes an empty chain.</summary>
    public EstimatorChain()
    {
        _links = [];
        LastEstimator = null!;
    }

    internal EstimatorChain(EstimatorLink[] links)
    {
        _links = links;
        LastEstimator = (IEstimator<TLastTransformer>)links[^1].Estimator;
    }

    /// <summary>Fits each estimator to what the fitted transformers before it make of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An estimator lacks a column that it needs; nothing has been fitted then.</exception>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));

        IDataView current = input;
        var transformers = new ITransformer[_links.Length];
        for (int i = 0; i < _links.Length; i++)
        {
            transformers[i] = _links[i].Estimator.Fit(current);
            if (i == _links.Length - 1)
                break;
            current = transformers[i].Transform(current);
            if (_links[i].CacheAfter)
                current = new CacheView(current);
        }
        return new TransformerChain<TLastTransformer>(transformers, _links.Select(l => l.Scope));
    }

    /// <summary>The shape of what the fitted chain makes of data of the shape <paramref name="inputSchema"/>.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape shape = inputSchema;
        foreach (EstimatorLink link in _links)
            shape = link.Estimator.GetOutputSchema(shape);
        return shape;
    }

    /// <summary>A chain with one more estimator at its end.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="scope">When its transformer is applied.</param>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>([.. _links, new EstimatorLink(estimator, scope, CacheAfter: false)]);
    }

    /// <summary>
    /// The chain, with what its last estimator makes of the data kept in memory for the estimators that are appended
    /// after it, so that a trainer that reads its data many times does not compute them anew each time.
    /// </summary>
    /// <exception cref="InvalidOperationException">The chain is empty.</exception>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (_links.Length == 0)
            throw new InvalidOperationException("The chain has no estimator after which its data could be cached.");
        if (_links[^1].CacheAfter)
            return this;
        // ML.NET registers the chain here, which draws from the environment's source of randomness.
        env.Register("EstimatorChain");
        return new EstimatorChain<TLastTransformer>([.. _links[..^1], _links[^1] with { CacheAfter = true }]);
    }
}
