using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural;

/// <summary>
/// The managed backend: SIMD kernels (AVX-512, AVX2, 128-bit or scalar, depending on the processor) that run on a team of threads. On one
/// machine, the same seed produces bit-identical weights for any number of threads.
/// </summary>
public sealed class CpuBackend : IComputeBackend
{
    private CpuBackend()
    {
    }

    /// <summary>The only instance; the backend has no state.</summary>
    public static CpuBackend Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <summary>False: the memory is managed, and idle threads end by themselves.</summary>
    public bool SessionsNeedDisposal => false;

    /// <inheritdoc/>
    public bool Supports(LayerSpec layer) => CpuLayerRegistry.Contains(layer);

    /// <inheritdoc/>
    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        ComputeBackends.Require(this, spec);
        return new CpuSession(spec, weights, options);
    }

    /// <inheritdoc/>
    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        ComputeBackends.Require(this, spec);
        return new CpuScorer(new CpuParameters(spec, weights), options);
    }

    /// <summary>Returns the number of values that an optimizer keeps for each parameter.</summary>
    internal static int StateCount(OptimizerSpec optimizer) => CpuOptimizer.StateCount(optimizer);
}
