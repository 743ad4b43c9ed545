using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>A network's weights at one moment, with the scorer that uses them. Immutable and thread-safe.</summary>
/// <param name="spec">The architecture.</param>
/// <param name="weights">The weights. Their values are never changed in place.</param>
/// <param name="batchesTracked">The number of training batches of each batch normalization layer.</param>
internal sealed class WeightSnapshot(NetworkSpec spec, ImmutableArray<NamedTensor> weights, ImmutableArray<long> batchesTracked)
{
    private IScorer? _scorer;

    public ImmutableArray<NamedTensor> Weights { get; } = weights;

    public ImmutableArray<long> BatchesTracked { get; } = batchesTracked;

    /// <summary>A scorer with these weights on the default backend. It needs no disposal. Predictors share its weights.</summary>
    public IScorer Scorer
    {
        get
        {
            if (Volatile.Read(ref _scorer) is { } scorer)
            {
                return scorer;
            }

            IScorer created = ComputeBackends.Default.CreateScorer(spec, Weights, new ScorerOptions());
            return Interlocked.CompareExchange(ref _scorer, created, null) ?? created;
        }
    }
}
