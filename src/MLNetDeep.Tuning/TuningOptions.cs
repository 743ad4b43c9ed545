using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tuning;

/// <summary>Options of a search for hyper-parameters. Options are immutable; change a copy with <c>with</c>.</summary>
public sealed record TuningOptions
{
    /// <summary>The default of <see cref="Trials"/>.</summary>
    public const int DefaultTrials = 27;

    /// <summary>The default of <see cref="ValidationFraction"/>.</summary>
    public const double DefaultValidationFraction = 0.2;

    /// <summary>What decides which trial is best.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public required TuningMetric Metric { get; init => field = value ?? throw new ArgumentNullException(nameof(Metric)); }

    /// <summary>The number of trials. Default 27. Accepted: 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Trials { get; init => field = Guard.Positive(value); } = DefaultTrials;

    /// <summary>Decides how long each trial is trained. Default: a <see cref="RandomSearch"/>, which trains each to its end.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TuningStrategy Strategy { get; init => field = value ?? throw new ArgumentNullException(nameof(Strategy)); } = new RandomSearch();

    /// <summary>
    /// Rows that the models of the trials are evaluated on. They have the columns that the data have before the pipeline. Default null: the
    /// search holds out <see cref="ValidationFraction"/> of the data.
    /// </summary>
    public IDataView? ValidationData { get; init; }

    /// <summary>
    /// The fraction of the rows that are held out, at random by the seed, if there are no <see cref="ValidationData"/>; above 0, below 1.
    /// Default 0.2.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public double ValidationFraction
    {
        get;
        init => field = Guard.Accept(value is > 0 and < 1, value, nameof(ValidationFraction), "above 0, below 1");
    }

        = DefaultValidationFraction;

    /// <summary>The label column, for the metrics of <see cref="TuningMetric"/>. Default "Label".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string LabelColumnName { get; init => field = Guard.Name(value); } = NeuralTrainerOptions.DefaultLabelColumnName;

    /// <summary>The seed of the trials' values, of their trainings and of the rows held out. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// A file that keeps the result of each trial as soon as it has ended. If the file exists, the search goes on from it. Default null:
    /// none.
    /// </summary>
    /// <remarks>Checkpoints and the best model are kept in a folder beside it, which has its name with <c>.files</c> appended.</remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? Journal
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The number of trials that run at the same time in this process. Default 1. Accepted: 1 or more.</summary>
    /// <remarks>
    /// Processes that search together may have different numbers.
    /// The result does not depend on it. The trainer of each trial has as many threads as there are cores for it. For networks of a few
    /// thousand parameters, as many trials as cores are fastest.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int ParallelTrials { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>
    /// Connects several processes that search together, each trial in one of them. All call <c>Tune</c> with the same arguments and get the
    /// same result. Rank 0 writes the journal. Default null: this process alone.
    /// </summary>
    public IGradientExchange? Distribution { get; init; }

    /// <summary>
    /// Receives a report when a trial has ended, or ended a rung of successive halving; on the thread that called <c>Tune</c>, and in rank 0
    /// only. Default null.
    /// </summary>
    public IProgress<TuningProgress>? Progress { get; init; }

    /// <summary>
    /// Ends the search gently: the running trials are stopped and forgotten, and the result has those that have ended. Default: no token.
    /// </summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>
    /// Ends the search with an <see cref="OperationCanceledException"/>, in all processes; later, a <see cref="TuningResult.Refit"/>. The journal
    /// keeps what has ended. Default: no token.
    /// </summary>
    public CancellationToken Cancellation { get; init; }
}
