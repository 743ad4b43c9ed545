using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>Runs a search: gives trials to the threads of the ranks, and collects what they return.</summary>
/// <remarks>
/// The thread that called <c>Tune</c> leads the search in each rank; trials run on other threads. Several times a second the leading threads
/// tell each other what has ended. All ranks know the same, so each decides by itself, and alike, which rank runs which trial next.
/// </remarks>
internal sealed class TuningRun : IDisposable
{
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(50);

    private readonly MLContext _ml;
    private readonly IChannel _channel;
    private readonly TuningTask _task;
    private readonly TuningSchedule _schedule;
    private readonly TrialFiles _files;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _cancellation;
    private readonly TrialRunner _runner;
    private readonly Dictionary<(int Trial, int Rung), int> _running = [];
    private readonly Dictionary<int, int> _lastRank = [];
    private readonly Dictionary<(int Trial, int Rung), Task> _tasks = [];
    private readonly BlockingCollection<FinishedTrial> _finished = [];
    private ImmutableArray<int> _parallelTrials;
    private bool _isStopping;
    private TuningJournal? _journal;
    private ExceptionDispatchInfo? _error;
    private (TrialOutcome Outcome, ITransformer Model)? _best;

    public TuningRun(MLContext ml, IChannel channel, TuningTask task)
    {
        (_ml, _channel, _task) = (ml, channel, task);
        TuningOptions options = task.Options;
        _schedule = new(task.Space, options.Seed, options.Metric, task.Rungs);
        _files = new(ml, options.Journal is { } journal ? $"{journal}.files" : null);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(options.StopToken);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        _runner = new(ml, ((IHostEnvironment)ml).Register(nameof(TuningExtensions.Tune)), task, _stop.Token, _cancellation.Token);
        _parallelTrials = [options.ParallelTrials];
    }

    private IGradientExchange? Ranks => _task.Options.Distribution;

    // Ranks stop when all of them know of it: otherwise one would wait for a trial that another has not started.
    private bool IsStopping => Ranks is null ? _stop.IsCancellationRequested : _isStopping;

    public TuningResult Run()
    {
        Begin();
        _channel.Info(
            MessageSensitivity.None, "Searching: {0} trainings of {1} trials, {2} of them in the journal.",
            _schedule.Total, _task.Options.Trials, _schedule.Completed);
        try
        {
            while (StartTrials())
            {
                Collect();
            }

            // Throws in all ranks if something failed after the last message, such as the progress report of the last trial.
            ExchangeOrThrow([]);
        }
        finally
        {
            // After an error, no trial is left running.
            if (_tasks.Count > 0)
            {
                _cancellation.Cancel();
                Task.WaitAll([.. _tasks.Values]);
            }
        }

        return CreateResult();
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _finished.Dispose();
        _stop.Dispose();
        _cancellation.Dispose();
    }

    // Compares the searches of the ranks. Then rank 0 reads the journal, and tells the others what it has.
    private void Begin()
    {
        JournalHeader? header = null;
        if (Ranks is not null || _task.Options.Journal is not null)
        {
            KeepError(() => header = JournalHeader.Create(_task));
        }

        ImmutableArray<RankMessage> starts =
            ExchangeOrThrow([], header is null || Ranks is null ? null : new(header, _task.Options.Trials, _task.Options.ParallelTrials));
        if (Ranks is not null)
        {
            ImmutableArray<RankStart> ranks = [.. starts.Select(message => message.Start!)];
            RankStart.Check(ranks);
            _parallelTrials = [.. ranks.Select(rank => rank.ParallelTrials)];
        }

        if (_task.Rank == 0 && _task.Options.Journal is { } path)
        {
            KeepError(() => _journal = TuningJournal.Open(path, header!));
        }

        foreach (TrialOutcome outcome in ExchangeOrThrow(_journal?.Restored ?? [])[0].Outcomes)
        {
            // A random search may have had more trials than it has now.
            if (outcome.Rung < _task.Rungs.Length && outcome.Trial < _task.Rungs[0].Trials)
            {
                _schedule.Add(outcome);
            }
        }

        // No rank saves a file before all have removed those that are not needed, since they may have the same folder.
        KeepError(() => KeepFiles(allFiles: true));
        ExchangeOrThrow([]);
    }

    // Gives the next trials to ranks with idle threads. Returns whether any trial is running.
    private bool StartTrials()
    {
        if (!IsStopping)
        {
            int[] idle = [.. _parallelTrials];
            foreach (int rank in _running.Values)
            {
                idle[rank]--;
            }

            foreach ((int Trial, int Rung) key in _schedule.Pending().Where(key => !_running.ContainsKey(key)))
            {
                // The rank that trained the trial before has its checkpoint. Otherwise, that with the most idle threads.
                int rank = _lastRank.TryGetValue(key.Trial, out int last) && idle[last] > 0 ? last : Array.IndexOf(idle, idle.Max());
                if (idle[rank] == 0)
                {
                    break;
                }

                idle[rank]--;
                (_running[key], _lastRank[key.Trial]) = (rank, rank);
                if (rank == _task.Rank)
                {
                    KeepError(() => Start(key));
                }
            }
        }

        return _running.Count > 0;
    }

    private void Start((int Trial, int Rung) key)
    {
        TrainingCheckpoint? checkpoint =
            key.Rung > 0 && _task.Options.Strategy.ContinuesTraining ? _files.Load((key.Trial, key.Rung - 1)) : null;
        _tasks[key] = Task.Factory.StartNew(
            () => _finished.Add(_runner.Run(key, checkpoint)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // Waits for trials of this rank, tells the other ranks, and records what ended in any of them.
    private void Collect()
    {
        ImmutableArray<TrialOutcome>.Builder ended = ImmutableArray.CreateBuilder<TrialOutcome>();
        TimeSpan wait = _error is not null ? TimeSpan.Zero : Ranks is null ? Timeout.InfiniteTimeSpan : s_beat;
        while (_finished.TryTake(out FinishedTrial? trial, wait))
        {
            KeepError(() => Take(trial));
            ended.Add(trial.Outcome);
            wait = TimeSpan.Zero;
        }

        ImmutableArray<RankMessage> messages = Exchange(ended.ToImmutable());
        foreach (TrialOutcome outcome in messages.SelectMany(message => message.Outcomes))
        {
            _running.Remove(outcome.Key);
            if (!outcome.IsForgotten)
            {
                _schedule.Add(outcome);
                if (_task.Rank == 0)
                {
                    KeepError(() => Record(outcome));
                }
            }
        }

        ThrowIfFailed(messages);
        if (ended.Count > 0)
        {
            KeepError(() => KeepFiles(allFiles: false));
        }
    }

    // Keeps what may be needed of a trial that this rank trained.
    private void Take(FinishedTrial trial)
    {
        _tasks.Remove(trial.Outcome.Key, out Task? task);
        task?.Wait();
        trial.Error?.Throw();
        if (trial.Checkpoint is { } checkpoint && _schedule.MayBePromoted(trial.Outcome))
        {
            _files.Save(trial.Outcome.Key, checkpoint);
        }

        if (trial.Model is { } model && _schedule.IsBetterThanAll(trial.Outcome)
            && (_best is not { } best || _schedule.IsBetter(trial.Outcome, best.Outcome)))
        {
            _best = (trial.Outcome, model);
            SaveModel(trial.Outcome, model);
        }
    }

    private void KeepFiles(bool allFiles) => _files.Keep(_schedule.MayGoOn(), _schedule.Best()?.Key, allFiles);

    private void SaveModel(TrialOutcome outcome, ITransformer model)
    {
        try
        {
            _files.Save(outcome.Key, model, _task.Training.Schema);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _channel.Warning(
                MessageSensitivity.None, "The best model so far cannot be saved; after an interruption it is trained anew. {0}", exception.Message);
        }
    }

    private void Record(TrialOutcome outcome)
    {
        _journal?.Append(outcome, new TrialValues(_task.Space, _task.Options.Seed, outcome.Trial));
        TrialResult trial = _schedule.Result(outcome.Trial);
        string value = outcome.Failure ?? $"{_task.Options.Metric.Name} {outcome.Value!.Value.ToString("G5", CultureInfo.InvariantCulture)}";
        _channel.Info(MessageSensitivity.None, "Trial {0}: {1}. {2}", outcome.Trial, trial, value);
        TrialResult? best = _schedule.Best() is { } leader ? _schedule.Result(leader.Trial) : null;
        _task.Options.Progress?.Report(new TuningProgress(trial, best, _schedule.Completed, _schedule.Total));
    }

    private TuningResult CreateResult()
    {
        ImmutableArray<TrialResult> trials = _schedule.Results();
        bool isComplete = _schedule.Pending().Count == 0;
        if (_schedule.Best() is not { } best)
        {
            throw new InvalidOperationException(trials.IsEmpty
                ? "The search was stopped before a trial ended, so there is no best one."
                : $"Of {trials.Length} trials, all failed. The first: {trials[0].Failure}");
        }

        return new TuningResult(_task, trials, _schedule.Result(best.Trial), BestModel(best), isComplete, key => _runner.Fit(best.Key, key));
    }

    // The rank that trained the best model has it. Where none has, because the trial ended in an earlier run, it was saved, or is trained anew.
    private ITransformer BestModel(TrialOutcome best)
    {
        ITransformer? model = _best is { } own && own.Outcome.Key == best.Key ? own.Model : _task.Rank == 0 ? _files.LoadModel(best.Key) : null;
        if (Ranks is null)
        {
            return model ?? _runner.Fit(best.Key, _task.Training);
        }

        byte[] zip = [];
        if (model is not null)
        {
            using MemoryStream stream = new();
            KeepError(() => _ml.Model.Save(model, _task.Training.Schema, stream));
            zip = _error is null ? stream.ToArray() : [];
        }

        byte[]? saved = Array.Find(Ranks.Gather(zip), bytes => bytes.Length > 0);
        return model ?? (saved is null ? _runner.Fit(best.Key, _task.Training) : _ml.Model.Load(new MemoryStream(saved), out _));
    }

    // Exchanges messages, and throws in all ranks if one of them has failed.
    private ImmutableArray<RankMessage> ExchangeOrThrow(ImmutableArray<TrialOutcome> outcomes, RankStart? start = null)
    {
        ImmutableArray<RankMessage> messages = Exchange(outcomes, start);
        ThrowIfFailed(messages);
        return messages;
    }

    private ImmutableArray<RankMessage> Exchange(ImmutableArray<TrialOutcome> outcomes, RankStart? start = null)
    {
        if (_cancellation.IsCancellationRequested)
        {
            _error ??= ExceptionDispatchInfo.Capture(new OperationCanceledException(_task.Options.Cancellation));
        }

        Exception? error = _error?.SourceException;
        RankMessage mine = new(outcomes, error?.Message, _stop.IsCancellationRequested, error is OperationCanceledException, start);
        ImmutableArray<RankMessage> messages = mine.Exchange(Ranks);
        if (messages.Any(message => message.IsStopping))
        {
            _isStopping = true;
            _stop.Cancel();
        }

        return messages;
    }

    // Runs an action. Its exception, if it is the first, is kept, and thrown once the other ranks know of it.
    private void KeepError(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _error ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void ThrowIfFailed(ImmutableArray<RankMessage> messages)
    {
        for (int rank = 0; rank < messages.Length; rank++)
        {
            if (messages[rank].Error is { } error)
            {
                _error?.Throw();
                string message = string.Create(CultureInfo.InvariantCulture, $"Rank {rank} ended the search: {error}");
                throw messages[rank].IsCancelled ? new OperationCanceledException(message) : new InvalidOperationException(message);
            }
        }
    }
}
