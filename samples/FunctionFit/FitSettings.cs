using System.Collections.Immutable;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>How a network is fitted.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Seed">The seed of the initial weights.</param>
internal sealed record FitSettings(OptimizerSpec Optimizer, int Seed = 0)
{
    /// <summary>What trains. Default: the CPU.</summary>
    public IComputeBackend Backend { get; init; } = CpuBackend.Instance;

    /// <summary>The processes that train together. Default null: this one trains alone.</summary>
    public IGradientExchange? Ranks { get; init; }

    /// <summary>The number of steps that each of them takes alone before the weights are averaged. Default 1.</summary>
    public int LocalSteps { get; init; } = FitOptions.DefaultLocalSteps;

    /// <summary>Callbacks of the training. Default: none.</summary>
    public ImmutableArray<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Receives the progress after each step. Default null: nothing does.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Ends the training with an exception. Default: nothing does.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Ends the training after the current step, which is the same in all processes. Default: nothing does.</summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>Returns trainer options that have these settings.</summary>
    public TOptions AddTo<TOptions>(TOptions trainer)
        where TOptions : NeuralTrainerOptions => (TOptions)(trainer with
        {
            Optimizer = Optimizer,
            Seed = Seed,
            Backend = Backend,
            Distribution = Ranks,
            LocalSteps = LocalSteps,
            Callbacks = Callbacks,
            Progress = Progress,
            Cancellation = Cancellation,
            StopToken = StopToken,
        });
}
