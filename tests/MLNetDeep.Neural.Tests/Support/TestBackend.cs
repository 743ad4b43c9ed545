namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A base class for test backends. It supports every layer and scores on the CPU; derived classes create the sessions.</summary>
internal abstract class TestBackend : IComputeBackend
{
    public abstract string Name { get; }

    public virtual bool SessionsNeedDisposal => false;

    public virtual bool Supports(LayerSpec layer) => true;

    public abstract ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options);

    public virtual IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
        CpuBackend.Instance.CreateScorer(spec, weights, options);
}
