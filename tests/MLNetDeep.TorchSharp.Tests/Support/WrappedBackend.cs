using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>A backend whose sessions are wrapped by a test.</summary>
internal abstract class WrappedBackend(IComputeBackend inner) : IComputeBackend
{
    public string Name => inner.Name;

    public bool SessionsNeedDisposal => inner.SessionsNeedDisposal;

    public bool Supports(LayerSpec layer) => inner.Supports(layer);

    public IReadOnlyList<NamedTensor> CreateInitialWeights(LayerSpec layer, int seed) => inner.CreateInitialWeights(layer, seed);

    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        Wrap(inner.CreateSession(spec, weights, options));

    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
        inner.CreateScorer(spec, weights, options);

    protected abstract ITrainingSession Wrap(ITrainingSession session);
}
