using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>Runs the epochs of a training, with progress, callbacks, validation, early stopping and cancellation.</summary>
internal sealed partial class FitLoop
{
    private readonly Network _network;
    private readonly BatchTrainer _trainer;
    private readonly BatchSource _source;
    private readonly EpochEvaluator _evaluator;
    private readonly FitOptions _options;

    // In the order of the options, but a checkpoint is saved after the other callbacks, so that it has their states.
    private readonly TrainingCallback[] _callbacks;
    private readonly CallbackStates _states;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly TrainingIdentity _identity;
    private readonly TrainingContext _context;
    private readonly EarlyStoppingState _earlyStopping;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ImmutableArray<EpochResult>.Builder _history = ImmutableArray.CreateBuilder<EpochResult>();

    private readonly LossWatch _lossWatch = new();

    // See ITrainingSession.ResultDelay.
    private readonly int _resultDelay;

    // The state of the current epoch, which checkpoints store: the number of completed batches and their summed result. The result of a
    // completed batch has been read.
    private long _completedBatches;
    private EvaluationResult _epochSums;

    // The number of batches of the current epoch whose steps have begun.
    private long _begunBatches;

    // The result and the learning rate of the last completed batch.
    private EvaluationResult _lastResult;
    private double _lastRate;

    // The number of batches in the completed epochs.
    private long _historyBatches;

    // The result of an epoch within which the training ended. Checkpoints store the state of that epoch instead.
    private EpochResult? _partialEpoch;

    public FitLoop(
        Network network,
        BatchTrainer trainer,
        BatchSource source,
        TrainingData? validationData,
        FitOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        _network = network;
        _trainer = trainer;
        _resultDelay = options.GradientExchange is null ? trainer.Session.ResultDelay : 0;
        _source = source;
        _evaluator = new EpochEvaluator(trainer, network.Spec, source.AllRows, validationData);
        _options = options;
        _callbacks = [.. options.Callbacks.OrderBy(callback => callback is CheckpointSaver)];
        _progress = progress;
        _cancellation = cancellation;
        _identity = TrainingIdentity.Create(network.Spec, options, source);
        _context = new TrainingContext(network, options, trainer, CreateCheckpoint);
        _earlyStopping = new EarlyStoppingState(options.EarlyStopping, network, validationData?.RowCount ?? 0, options.TopK);
        _states = new CallbackStates(options, validationData?.RowCount ?? 0);
        if (options.ResumeFrom is { } checkpoint)
        {
            _history.AddRange(checkpoint.History);
            _historyBatches = _history.Sum(epoch => epoch.Batches);
            (_completedBatches, _epochSums) = (checkpoint.Document.Batch, checkpoint.Document.Sums);
            _lossWatch.Restore(checkpoint.Document.Start);
            if (_history.Count > 0)
            {
                _source.ResumeAfter(_history.Max(epoch => epoch.Batches));
            }

            _earlyStopping.Restore(checkpoint);
            if (checkpoint.Document.RateFactor != 1)
            {
                _context.LearningRateFactor = checkpoint.Document.RateFactor;
            }
        }

        _lastRate = _trainer.Steps == 0 ? 0 : options.Optimizer.RateAt(_trainer.Steps - 1) * _context.LearningRateFactor;
    }

    /// <summary>Trains until all epochs are done, or until early stopping or a callback ends the training.</summary>
    /// <exception cref="TrainingDivergedException">
    /// The training diverged, and neither are there best weights nor did a callback prevent the exception. Otherwise the result says that
    /// the training diverged.
    /// </exception>
    public TrainingHistory Run()
    {
        try
        {
            return RunToEnd();
        }
        catch (Exception exception)
        {
            NotifyFailure(exception);
            throw;
        }
    }

    /// <summary>The weights that early stopping restores at the end of the training; null to keep the last weights.</summary>
    public ImmutableArray<NamedTensor>? BestWeights => _earlyStopping.BestWeights;

    private TrainingHistory RunToEnd()
    {
        TrainingDivergedException? divergence = null;
        string? warning;
        try
        {
            Notify(callback => callback.OnTrainBegin(_context));
            _states.Restore(_options.ResumeFrom?.Document.Callbacks ?? []);
            AgreeOnStop();
            while (!IsComplete() && !_earlyStopping.MustStop && !IsStopping)
            {
                RunEpoch(_history.Count + 1);
                AgreeOnStop();
            }

            // A training that resumed within its last epoch may have no batches left. It ends that epoch.
            if (_completedBatches > 0 && _partialEpoch is null)
            {
                RunEpoch(_history.Count + 1);
            }

            warning = _lossWatch.Warning(MeasureLossAtEnd());
            _trainer.CompareWeights();
        }
        catch (TrainingDivergedException exception) when (exception.Trainer == _trainer)
        {
            if (!PreventsException(exception) && BestWeights is null)
            {
                throw;
            }

            divergence = exception;
            string weights = BestWeights is null ? "its last finite weights are kept" : "the weights of its best epoch were restored";
            warning = $"{divergence.Message} The training ended early, and {weights}.";
        }

        Notify(callback => callback.OnTrainEnd(_context));
        if (divergence is null && _partialEpoch is not null)
        {
            _history.Add(_partialEpoch);
            _earlyStopping.Update(_partialEpoch);
        }

        string? ignored = Standardization.FindIgnoredFeatures(_network.Spec, _options);
        return new TrainingHistory(
            _history.ToImmutable(), KeptEpoch(divergence), divergence, [.. new[] { warning, _earlyStopping.Warning, ignored }.OfType<string>()]);
    }

    // The state of early stopping counts each epoch of the history, so the best one is as far from its end as there were epochs since.
    private int? KeptEpoch(TrainingDivergedException? divergence) => BestWeights is not null
        ? _history.Count - _earlyStopping.EpochsSinceBest
        : divergence is null && _history.Count > 0 ? _history.Count : null;

    private bool IsComplete() => _options.Iterations is { } iterations
        ? _historyBatches + _completedBatches >= iterations
        : _history.Count >= _options.Epochs;

    private void RunEpoch(int epoch)
    {
        TimeSpan start = _clock.Elapsed;
        long maxBatches = _options.Iterations - _historyBatches ?? long.MaxValue;
        _source.Begin(epoch, _completedBatches, maxBatches);
        _context.Epoch = epoch;
        Notify(callback => callback.OnEpochBegin(_context));
        AgreeOnStop();
        EpochMeasures? measures = null;
        _begunBatches = _completedBatches;

        // True if the training was resumed after the epoch's last batch.
        bool isWhole = _completedBatches > 0 && _source.IsLast;
        while (!isWhole && _begunBatches < maxBatches && !IsStopping && _source.MoveNext())
        {
            if (_cancellation.IsCancellationRequested)
            {
                EndBatches(epoch, maxBatches, isEpochEnd: false);
                _cancellation.ThrowIfCancellationRequested();
            }

            BeginBatch(epoch);
            isWhole = _source.IsLast;
            bool isEpochEnd = isWhole || _begunBatches == maxBatches;
            measures = EndBatches(epoch, maxBatches, isEpochEnd, isEpochEnd ? 0 : MaxUnreadResults());
        }

        // A training that stops has begun some steps after the last one that was reported.
        EndBatches(epoch, maxBatches, isEpochEnd: false);
        AverageWeights();
        if (_completedBatches > 0)
        {
            EndEpoch(CompleteResult(epoch, start, isPartial: !isWhole, measures ?? _evaluator.Measure()));
        }
    }

    // A partial epoch stays the current epoch, so that its checkpoint continues it.
    private void EndEpoch(EpochResult result)
    {
        if (result.IsPartial)
        {
            _partialEpoch = result;
        }
        else
        {
            _history.Add(result);
            _historyBatches += _completedBatches;
            (_completedBatches, _epochSums) = (0, default);
            _earlyStopping.Update(result);
        }

        Notify(callback => callback.OnEpochEnd(_context, result));
    }

    private EpochResult CompleteResult(int epoch, TimeSpan start, bool isPartial, EpochMeasures measures) =>
        new(epoch, _completedBatches, _epochSums, measures.Validation, _clock.Elapsed - start, _lastRate)
        {
            IsPartial = isPartial,
            TrainingMetrics = measures.TrainingMetrics,
            ValidationMetrics = measures.ValidationMetrics,
        };

    private void Report(int epoch, EvaluationResult result, in EpochMeasures measures, long batchesPerEpoch)
    {
        TrainingProgress progress = new()
        {
            Epoch = epoch,
            Epochs = TotalEpochs(epoch),
            Batch = _completedBatches,
            BatchesPerEpoch = batchesPerEpoch,
            Training = _epochSums + _unaveragedSums,
            BatchResult = result,
            LearningRate = _lastRate,
            Validation = measures.Validation,
            TrainingMetrics = measures.TrainingMetrics,
            ValidationMetrics = measures.ValidationMetrics,
            Elapsed = _clock.Elapsed,
        };
        ReportProgress(progress);
        foreach (TrainingCallback callback in _callbacks)
        {
            NotifyBatchEnd(callback, progress);
        }
    }

    // If Iterations is set, the total follows from the number of batches per epoch. While that is unknown, returns the current epoch.
    private int TotalEpochs(int epoch) => _options.Iterations is not { } iterations
        ? _options.Epochs
        : _source.BatchesPerPass is { } batches ? (int)Math.Min(int.MaxValue, ((iterations - 1) / batches) + 1) : epoch;

    // Tells the callbacks that the training diverged. Returns whether one of them prevents the exception.
    private bool PreventsException(TrainingDivergedException divergence)
    {
        _context.IsStopRequested = false;
        Notify(callback => callback.OnDiverged(_context, divergence));
        return _context.IsStopRequested;
    }

    // Takes the step on the current batch, or only begins it.
    private void BeginBatch(int epoch)
    {
        ReadOnlySpan<int> next = _source.NextRows;
        if (!next.IsEmpty)
        {
            _trainer.Session.Announce(_source.Data!, next);
        }

        _begunBatches++;
        _trainer.Position = (epoch, _begunBatches);
        double rate = _context.LearningRate;
        if (_resultDelay > 0)
        {
            _trainer.BeginStep(_source.Data!, _source.Rows, rate);
        }
        else
        {
            Step();
            _lastRate = rate;
        }
    }

    // Reads the results of the oldest begun batches and reports them, until at most so many are left. Measures after the last of an epoch.
    private EpochMeasures? EndBatches(int epoch, long maxBatches, bool isEpochEnd, int unread = 0)
    {
        EpochMeasures? measures = null;
        while (_begunBatches - _completedBatches > unread)
        {
            if (_resultDelay > 0)
            {
                (_lastResult, _lastRate) = _trainer.EndStep();
            }

            _completedBatches++;
            bool isLast = isEpochEnd && _completedBatches == _begunBatches;
            AddResult(isLast);
            if (isLast)
            {
                measures = _evaluator.Measure();
            }

            long batchesPerEpoch = isLast ? _completedBatches : Math.Min(maxBatches, _source.BatchesPerPass ?? 0);
            Report(epoch, _lastResult, measures ?? default, batchesPerEpoch);
        }

        return measures;
    }

    // The number of results that need not be read now: none if a callback reads the network after the current batch.
    private int MaxUnreadResults() => _resultDelay > 0 && IsNetworkReadAfter(_begunBatches) ? 0 : _resultDelay;

    private bool IsNetworkReadAfter(long batch)
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            if (callback.ReadsNetworkAfter(batch))
            {
                return true;
            }
        }

        return false;
    }

    // Returns the larger of the last epoch's loss and the loss of the last training rows now: the former does not show the last step.
    private double MeasureLossAtEnd()
    {
        _trainer.ThrowIfNotFinite();
        double loss = (_partialEpoch ?? _history.LastOrDefault())?.Training.Loss ?? 0;
        double lastLoss = _trainer.EvaluateFinite(_source.Data, _source.LastRows(LossWatch.Rows));
        return double.IsNaN(lastLoss) ? loss : Math.Max(loss, lastLoss);
    }

    private void Notify(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            call(callback);
        }
    }

    private void NotifyFailure(Exception exception)
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            try
            {
                callback.OnTrainFailed(_context, exception);
            }
            catch (Exception)
            {
                // The caller receives the exception that ended the training.
            }
        }
    }
}
