using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tuning;

/// <summary>A trial of a search: the values of its parameters, and what its training needs.</summary>
/// <remarks>
/// Everything random in a pipeline should depend on <see cref="Seed"/>, so that the result does not depend on how many trials run at once.
/// <see cref="Configure"/> gives it to the trainers of this library. For trainers and transforms of ML.NET that draw random numbers, use the
/// catalogs of <see cref="Context"/>.
/// </remarks>
public sealed class Trial
{
    private readonly TrialValues _values;

    internal Trial(int number, TrialValues values, MLContext context)
    {
        Number = number;
        _values = values;
        Context = context;
    }

    /// <summary>The number of the trial, from 0.</summary>
    public int Number { get; }

    /// <summary>The seed of the trial, which follows from the search's seed and the trial's number.</summary>
    public int Seed => _values.Seed;

    /// <summary>An MLContext of this trial alone, with <see cref="Seed"/> as its seed.</summary>
    public MLContext Context { get; }

    /// <summary>
    /// The number of epochs to train, those of earlier rungs of successive halving included. Null if the strategy leaves it to the trainer's
    /// options.
    /// </summary>
    public int? Epochs { get; internal init; }

    /// <summary>The number of epochs on the last rung of the search: learning-rate schedules span them. Null if <see cref="Epochs"/> is.</summary>
    public int? MaxEpochs { get; internal init; }

    /// <summary>The number of threads for the training: the cores of this process divided by the trials that run at once.</summary>
    public int Threads { get; internal init; } = 1;

    /// <summary>The state of the training at the end of the rung before; null on the first rung, and where the training begins anew.</summary>
    public TrainingCheckpoint? Checkpoint { get; internal init; }

    /// <summary>Signalled when the search is to end gently: the trial should return soon. What it returns is then forgotten.</summary>
    public CancellationToken StopToken { get; internal init; }

    /// <summary>Signalled when the search is cancelled.</summary>
    public CancellationToken Cancellation { get; internal init; }

    /// <summary>Called at the end of the training; keeps its state for the next rung. Null on the last rung.</summary>
    internal TrainingCallback? Callback { get; init; }

    /// <summary>Whether the search runs in several processes, each of which trains trials of its own.</summary>
    internal bool IsOneOfRanks { get; init; }

    /// <summary>How often <see cref="Configure"/> was called.</summary>
    internal int Configured { get; private set; }

    /// <summary>A mistake in the call of <c>Tune</c> that every trial would find: it ends the search at once. Null if there is none.</summary>
    internal InvalidOperationException? Misuse { get; set; }

    /// <summary>Returns the value of a parameter in this trial.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="parameter">A parameter of the search space.</param>
    /// <exception cref="ArgumentException">The parameter belongs to another search space.</exception>
    public T Get<T>(Parameter<T> parameter) => _values.Get(parameter);

    /// <summary>
    /// Returns a trainer's options with the trial's number of epochs, seed, threads, tokens and, with successive halving, checkpoint.
    /// </summary>
    /// <remarks>
    /// Sets <c>Epochs</c>, if the strategy says it; <c>Seed</c> and <c>Threads</c>, if they are null; <c>StopToken</c> and <c>Cancellation</c>,
    /// in addition to those that the options have; <c>ResumeFrom</c>, and one more of the <c>Callbacks</c>, for successive halving.
    /// </remarks>
    /// <typeparam name="T">The type of the options.</typeparam>
    /// <param name="options">The options of a trainer of this library.</param>
    /// <exception cref="ArgumentException">The strategy gives a number of epochs, but the options have <c>Iterations</c>.</exception>
    /// <exception cref="InvalidOperationException">
    /// With successive halving, it is called a second time for the same trial; or the options have a <c>Distribution</c>, and the search has one.
    /// </exception>
    public T Configure<T>(T options)
        where T : NeuralTrainerOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        Configured++;
        if (Epochs is not null && options.Iterations is { } iterations)
        {
            throw new ArgumentException(
                $"Iterations is {iterations}, but the strategy of the search gives the number of epochs; accepted: null.", nameof(options));
        }

        if (MaxEpochs is not null && Configured > 1)
        {
            throw Misuse = new InvalidOperationException(
                "Configure was called twice for a trial, but the epochs of a search can be given to one trainer only; accepted: one call, or "
                + "RandomSearch without Epochs.");
        }

        if (IsOneOfRanks && options.Distribution is not null)
        {
            throw Misuse = new InvalidOperationException(
                "Distribution is set in the options of the trainer and in those of the search, whose processes train different trials; accepted: "
                + "one of the two.");
        }

        return options with
        {
            Epochs = Epochs ?? options.Epochs,
            Seed = options.Seed ?? Seed,
            Threads = options.Threads ?? Threads,
            StopToken = Joined(options.StopToken, StopToken),
            Cancellation = Joined(options.Cancellation, Cancellation),
            ResumeFrom = Checkpoint ?? options.ResumeFrom,
            Callbacks = Callback is null ? options.Callbacks : [.. options.Callbacks, Callback],
        };
    }

    private static CancellationToken Joined(CancellationToken first, CancellationToken second) =>
        !first.CanBeCanceled ? second
        : !second.CanBeCanceled ? first
        : CancellationTokenSource.CreateLinkedTokenSource(first, second).Token;
}
