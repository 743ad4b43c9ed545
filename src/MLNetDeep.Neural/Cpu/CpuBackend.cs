using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural;

/// <summary>
/// The managed backend: vectorised kernels (AVX-512, AVX2, 128-bit or scalar, as the processor has them) on a team of threads. On one
/// machine, the same seed gives the same weights bit for bit, whatever the number of threads.
/// </summary>
public sealed class CpuBackend : IComputeBackend
{
    private CpuBackend()
    {
    }

    /// <summary>The backend; it has no state.</summary>
    public static CpuBackend Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <summary>False: memory is managed, and threads end when they are idle.</summary>
    public bool SessionsNeedDisposal => false;

    /// <inheritdoc/>
    public bool Supports(LayerSpec layer) => CpuLayerRegistry.Contains(layer);

    /// <inheritdoc/>
    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        return new CpuSession(spec, weights, options);
    }

    /// <inheritdoc/>
    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        return new CpuScorer(new CpuParameters(spec, weights), options);
    }
}
