using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Tuning;

/// <summary>What a search does: its arguments, and what follows from them.</summary>
/// <param name="Space">The parameters.</param>
/// <param name="CreatePipeline">Creates the pipeline of a trial.</param>
/// <param name="Options">The options.</param>
/// <param name="Data">The rows that the search was given.</param>
/// <param name="Training">Those of them that the trials are trained on.</param>
/// <param name="Validation">The rows that the trials are evaluated on.</param>
internal sealed record TuningTask(
    SearchSpace Space, Func<Trial, IEstimator<ITransformer>> CreatePipeline, TuningOptions Options, IDataView Data, IDataView Training,
    IDataView Validation)
{
    public ImmutableArray<TuningRung> Rungs { get; } = Options.Strategy.Rungs(Options.Trials);

    public int Rank => Options.Distribution?.Rank ?? 0;

    public int Ranks => Options.Distribution?.Size ?? 1;

    /// <summary>The number of threads for all trainings of this process together: with ranks, its share of the machine's cores.</summary>
    public int Threads => Options.Distribution?.DefaultThreads ?? Environment.ProcessorCount;

    /// <summary>The number of threads for each of the trials that run at once in this process.</summary>
    public int ThreadsPerTrial => Math.Max(1, Threads / Options.ParallelTrials);
}
