using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp;

/// <summary>Runs training and inference with TorchSharp, on the CPU or on a CUDA device.</summary>
public sealed class TorchBackend : IComputeBackend
{
    private TorchBackend()
    {
    }

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public bool Supports(LayerSpec layer) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
        throw new NotImplementedException();
}
