using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Tuning;

/// <summary>What a search does: its arguments, and what follows from them.</summary>
internal sealed record TuningTask(
    SearchSpace Space, Func<Trial, IEstimator<ITransformer>> CreatePipeline, TuningOptions Options, IDataView Training, IDataView Validation)
{
    public ImmutableArray<TuningRung> Rungs { get; } = Options.Strategy.Rungs(Options.Trials);

    public int Rank => Options.Distribution?.Rank ?? 0;

    public int Ranks => Options.Distribution?.Size ?? 1;

    /// <summary>The number of threads for each of the trials that run at once in this process.</summary>
    public int ThreadsPerTrial =>
        Math.Max(1, (Options.Distribution?.DefaultThreads ?? Environment.ProcessorCount) / Options.ParallelTrials);
}
