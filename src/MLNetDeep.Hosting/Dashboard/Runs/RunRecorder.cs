using System.Diagnostics;
using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>Records a run. Used by the training thread alone; other threads read <see cref="Run.Snapshot"/>.</summary>
internal sealed class RunRecorder
{
    // The largest numbers of epochs and points in a curve. Few screens have more pixels.
    private const int MaxEpochs = 2048;
    private const int MaxPoints = 1024;

    // The weight of the last interval in the rates that the page shows while the run trains.
    private const double RateSmoothing = 0.3;

    private readonly TimeSpan _interval;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ThinnedSeries<EpochPoint> _epochs = new(MaxEpochs, (_, second) => second);
    private readonly ThinnedSeries<BatchPoint> _points = new(MaxPoints, BatchPoint.Merge);

    // Batches and rows that this run has trained on, now and when the rates were last measured.
    private (long Batches, long Rows) _trained;
    private (long Batches, long Rows) _measured;
    private TimeSpan _measuredAt;
    private (double Batches, double Rows) _rates;

    // The number of batches of the completed epochs, including those before the checkpoint of a resumed training.
    private long _epochBatches;

    private TimeSpan _due;
    private RunPosition _position;
    private EpochPoint? _lastEpoch;
    private BestEpoch? _best;
    private TrainingDivergedException? _divergence;

    // The last batch and epoch that were recorded. A callback that is in the list twice reports each of them twice.
    private (int Epoch, long Batch) _endedBatch;
    private int _endedEpoch;

    public RunRecorder(TrainingContext context, TrainingDashboardOptions options, RunList runs)
    {
        _interval = options.UpdateInterval;
        _position = new RunPosition(1, context.Options.Epochs, 0, 0, 0, double.NaN, context.LearningRate);
        if (context.Options.ResumeFrom is { } checkpoint)
        {
            foreach (EpochResult epoch in checkpoint.History)
            {
                Append(epoch);
            }

            _position = _position with { Epoch = checkpoint.History.Length + 1, DoneBatches = _epochBatches + checkpoint.Batch };
        }

        Run = runs.Add(number => new Run(number, context, options.SavePath, CreateSnapshot(context.Options, TimeSpan.Zero)));
    }

    public Run Run { get; }

    public void EndBatch(TrainingContext context, in TrainingProgress progress)
    {
        if (_endedBatch == (progress.Epoch, progress.Batch))
        {
            return;
        }

        _endedBatch = (progress.Epoch, progress.Batch);
        EvaluationResult result = progress.BatchResult;
        _trained = (_trained.Batches + 1, _trained.Rows + result.RowCount);
        _points.Add(new BatchPoint(_epochBatches + progress.Batch, result.LossSum, result.RowCount, progress.LearningRate));
        if (progress.Elapsed >= _due || progress.IsEpochEnd)
        {
            _due = progress.Elapsed + _interval;
            _position = new RunPosition(
                progress.Epoch,
                progress.Epochs,
                progress.Batch,
                progress.BatchesPerEpoch,
                _epochBatches + progress.Batch,
                progress.Loss,
                progress.LearningRate);

            // The result of the epoch follows at once.
            if (!progress.IsEpochEnd)
            {
                Publish(context);
            }
        }

        StopIfRequested(context);
    }

    public void EndEpoch(TrainingContext context, EpochResult result)
    {
        if (_endedEpoch == result.Epoch)
        {
            return;
        }

        _endedEpoch = result.Epoch;
        Append(result);
        if (BestEpoch.Compare(_best, result, context.Options.EarlyStopping) is { } best && best != _best)
        {
            Run.File?.KeepBest();
            _best = best;
        }

        _position = _position with
        {
            Epoch = result.Epoch,
            Batch = result.Batches,
            DoneBatches = _lastEpoch!.Batch,
            Loss = result.Training.Loss,
            LearningRate = result.LearningRate,
        };
        Publish(context);
        StopIfRequested(context);
    }

    public void StopIfRequested(TrainingContext context)
    {
        if (Run.IsStopRequested)
        {
            context.Stop();
        }
    }

    public void Diverge(TrainingDivergedException divergence) => _divergence = divergence;

    /// <summary>Ends the run.</summary>
    /// <param name="context">The training.</param>
    /// <param name="exception">The exception that ended it; null if there was none.</param>
    /// <returns>The error while the best weights were saved; null if there was none.</returns>
    public Exception? End(TrainingContext context, Exception? exception)
    {
        TimeSpan elapsed = _clock.Elapsed;
        _rates = (_trained.Batches / elapsed.TotalSeconds, _trained.Rows / elapsed.TotalSeconds);
        Exception? saveError = SaveBest();
        (RunState state, string message) = (exception ?? _divergence) switch
        {
            TrainingDivergedException divergence => (RunState.Diverged, divergence.Message),
            OperationCanceledException => (RunState.Failed, "The training was cancelled."),
            { } failure => (RunState.Failed, $"{failure.GetType().Name}: {failure.Message}"),
            null when context.IsStopping => (RunState.Stopped, $"Stopped in epoch {_position.Epoch} of {_position.Epochs}."),
            null when context.Options.EarlyStopping is not null && BatchesLeft(context.Options) > 0 =>
                (RunState.Ended, $"Early stopping ended the training after epoch {_position.Epoch} of {_position.Epochs}."),
            null => (RunState.Ended, "All epochs are done."),
        };
        Run.Snapshot = CreateSnapshot(context.Options, elapsed) with { State = state, Message = message, Remaining = null };
        return saveError;
    }

    private Exception? SaveBest()
    {
        if (Run.File is null)
        {
            return null;
        }

        try
        {
            Run.File.Close(saves: _trained.Batches > 0);
            Run.SaveMessage = _trained.Batches == 0 ? null
                : _best is null ? $"Saved the last weights to {Run.File.Path}."
                : $"Saved the weights of epoch {_best.Epoch}, the best one, to {Run.File.Path}.";
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TrainingDivergedException)
        {
            // The caller of Fit must not lose a trained model because a disk is full.
            Run.SaveMessage = $"Not saved: {exception.Message}";
            return exception;
        }
    }

    private void Append(EpochResult epoch)
    {
        _lastEpoch = new EpochPoint(epoch, _epochBatches + epoch.Batches);
        _epochs.Add(_lastEpoch);
        if (!epoch.IsPartial)
        {
            _epochBatches = _lastEpoch.Batch;
        }
    }

    private void Publish(TrainingContext context)
    {
        TimeSpan now = _clock.Elapsed;
        if (now - _measuredAt >= _interval)
        {
            double seconds = (now - _measuredAt).TotalSeconds;
            (double batches, double rows) = ((_trained.Batches - _measured.Batches) / seconds, (_trained.Rows - _measured.Rows) / seconds);
            _rates = _rates.Batches == 0
                ? (batches, rows)
                : (Smooth(_rates.Batches, batches), Smooth(_rates.Rows, rows));
            (_measured, _measuredAt) = (_trained, now);
        }

        Run.Snapshot = CreateSnapshot(context.Options, now);
    }

    private static double Smooth(double before, double now) => before + (RateSmoothing * (now - before));

    private RunSnapshot CreateSnapshot(FitOptions options, TimeSpan elapsed)
    {
        long? left = BatchesLeft(options);
        return new RunSnapshot
        {
            State = RunState.Running,
            Position = _position,
            Elapsed = elapsed,
            Remaining = left is not null && _trained.Batches > 0 ? elapsed * ((double)left.Value / _trained.Batches) : null,
            Done = left is not null ? _position.DoneBatches / (double)Math.Max(1, _position.DoneBatches + left.Value) : null,
            BatchesPerSecond = _rates.Batches,
            RowsPerSecond = _rates.Rows,
            Epochs = _epochs.View,
            LastEpoch = _lastEpoch,
            Points = _points.View,
            Best = _best,
        };
    }

    // The number of batches that are left if nothing ends the training early; null if it is unknown.
    private long? BatchesLeft(FitOptions options) => options.Iterations is { } iterations
        ? Math.Max(0, iterations - _position.DoneBatches)
        : _position.BatchesPerEpoch == 0
            ? null
            : _position.BatchesPerEpoch - _position.Batch + ((options.Epochs - _position.Epoch) * _position.BatchesPerEpoch);
}
