namespace Microsoft.ML.Data;

/// <summary>One estimator of a chain, when its transformer applies, and whether what it makes is cached for those after it.</summary>
internal sealed record EstimatorLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
