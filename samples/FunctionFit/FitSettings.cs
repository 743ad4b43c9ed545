using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>How a network is fitted.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Seed">The seed of the initial weights.</param>
internal sealed record FitSettings(OptimizerSpec Optimizer, int Seed = 0)
{
    /// <summary>What trains. Default: the CPU.</summary>
    public IComputeBackend Backend { get; init; } = CpuBackend.Instance;

    /// <summary>Callbacks of the training. Default: none.</summary>
    public ImmutableArray<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Receives the progress after each step. Default null: nothing does.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Ends the training with an exception. Default: nothing does.</summary>
    public CancellationToken Cancellation { get; init; }
}
