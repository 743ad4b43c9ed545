using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>Runs the epochs of a training, with progress, callbacks, validation, early stopping and cancellation.</summary>
internal sealed class FitLoop
{
    private const int StepsPerCheck = 16;

    private readonly Network _network;
    private readonly BatchTrainer _trainer;
    private readonly BatchSource _source;
    private readonly TrainingData? _validationData;
    private readonly FitOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly TrainingIdentity _identity;
    private readonly TrainingContext _context;
    private readonly EarlyStoppingState _earlyStopping;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ImmutableArray<EpochResult>.Builder _history = ImmutableArray.CreateBuilder<EpochResult>();

    private readonly LossWatch _lossWatch = new();

    // The state of the current epoch, which checkpoints store: the number of completed batches and their summed result.
    private long _completedBatches;
    private EvaluationResult _epochSums;

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
        _source = source;
        _validationData = validationData;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _identity = TrainingIdentity.Create(network.Spec, options, source);
        _context = new TrainingContext(network, options, CreateCheckpoint);
        _earlyStopping = new EarlyStoppingState(options.EarlyStopping, network, validationData?.RowCount ?? 0);
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
        }
    }

    /// <summary>Trains until all epochs are done, or until early stopping or a callback ends the training.</summary>
    /// <exception cref="TrainingDivergedException">
    /// The training diverged, and <see cref="BestWeights"/> is null. With best weights, the result says that the training diverged.
    /// </exception>
    public TrainingHistory Run()
    {
        TrainingDivergedException? divergence = null;
        string? warning;
        try
        {
            Notify(callback => callback.OnTrainBegin(_context));
            while (!IsComplete() && !_earlyStopping.MustStop && !_context.IsStopping)
            {
                RunEpoch(_history.Count + 1);
            }

            // A training that resumed within its last epoch may have no batches left. It ends that epoch.
            if (_completedBatches > 0 && _partialEpoch is null)
            {
                RunEpoch(_history.Count + 1);
            }

            warning = _lossWatch.Warning(MeasureLossAtEnd());
        }
        catch (TrainingDivergedException exception) when (exception == _trainer.Divergence && BestWeights is not null)
        {
            divergence = exception;
            warning = $"{divergence.Message} The training ended early, and the weights of its best epoch were restored.";
        }

        Notify(callback => callback.OnTrainEnd(_context));
        if (divergence is null && _partialEpoch is not null)
        {
            _history.Add(_partialEpoch);
            _earlyStopping.Update(_partialEpoch);
        }

        return new TrainingHistory(_history.ToImmutable(), divergence, warning is null ? [] : [warning]);
    }

    /// <summary>The weights that early stopping restores at the end of the training; null to keep the last weights.</summary>
    public ImmutableArray<NamedTensor>? BestWeights => _earlyStopping.BestWeights;

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
        EvaluationResult? validation = null;

        // True if the training was resumed after the epoch's last batch.
        bool isWhole = _completedBatches > 0 && _source.IsLast;
        while (!isWhole && _completedBatches < maxBatches && !_context.IsStopping && _source.MoveNext())
        {
            _cancellation.ThrowIfCancellationRequested();
            EvaluationResult result = RunBatch(epoch);
            _epochSums += result;
            _completedBatches++;
            _lossWatch.Add(result);
            isWhole = _source.IsLast;
            bool isEpochEnd = isWhole || _completedBatches == maxBatches;
            if (isEpochEnd)
            {
                validation = Validate();
            }

            Report(epoch, result, validation, isEpochEnd ? _completedBatches : Math.Min(maxBatches, _source.BatchesPerPass ?? 0));
        }

        if (_completedBatches > 0)
        {
            EndEpoch(CompleteResult(epoch, start, isPartial: !isWhole, validation));
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

    private EpochResult CompleteResult(int epoch, TimeSpan start, bool isPartial, EvaluationResult? validation = null) =>
        new(epoch, _completedBatches, _epochSums, validation ?? Validate(), _clock.Elapsed - start, LastRate()) { IsPartial = isPartial };

    private void Report(int epoch, EvaluationResult result, EvaluationResult? validation, long batchesPerEpoch)
    {
        TrainingProgress progress = new()
        {
            Epoch = epoch,
            Epochs = TotalEpochs(epoch),
            Batch = _completedBatches,
            BatchesPerEpoch = batchesPerEpoch,
            Training = _epochSums,
            BatchResult = result,
            LearningRate = LastRate(),
            Validation = validation,
            Elapsed = _clock.Elapsed,
        };
        _progress?.Report(progress);
        foreach (TrainingCallback callback in _options.Callbacks)
        {
            callback.OnBatchEnd(_context, progress);
        }
    }

    // If Iterations is set, the total follows from the number of batches per epoch. While that is unknown, returns the current epoch.
    private int TotalEpochs(int epoch) => _options.Iterations is not { } iterations
        ? _options.Epochs
        : _source.BatchesPerPass is { } batches ? (int)Math.Min(int.MaxValue, ((iterations - 1) / batches) + 1) : epoch;

    // Only finite weights are validated. Without validation data, epochs of a few steps are not all checked: a check of the weights and the
    // optimizer's state takes a tenth of a step or more.
    private EvaluationResult? Validate()
    {
        if (_validationData is not null || _trainer.UncheckedSteps >= StepsPerCheck)
        {
            _trainer.ThrowIfNotFinite();
        }

        return _validationData is null ? null : _trainer.Evaluate(_validationData);
    }

    private double LastRate() => _options.Optimizer.RateAt(_trainer.Steps - 1);

    private EvaluationResult RunBatch(int epoch)
    {
        ReadOnlySpan<int> next = _source.NextRows;
        if (!next.IsEmpty)
        {
            _trainer.Session.Announce(_source.Data!, next);
        }

        _trainer.Position = (epoch, _completedBatches + 1);
        return _trainer.Step(_source.Data!, _source.Rows);
    }

    // Returns the larger of the last epoch's loss and the loss of the last training rows now: the former does not show the last step.
    private double MeasureLossAtEnd()
    {
        _trainer.ThrowIfNotFinite();
        double loss = (_partialEpoch ?? _history.LastOrDefault())?.Training.Loss ?? 0;
        ReadOnlySpan<int> rows = _source.LastRows(LossWatch.Rows);
        return rows.IsEmpty ? loss : Math.Max(loss, _trainer.EvaluateFinite(_source.Data!, rows));
    }

    private void Notify(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in _options.Callbacks)
        {
            call(callback);
        }
    }

    private TrainingCheckpoint CreateCheckpoint()
    {
        _trainer.ThrowIfNotFinite();
        OptimizerState optimizer = _trainer.Session.GetOptimizerState();
        CheckpointDocument document = new(
            CheckpointFormat.Version,
            _identity,
            optimizer.Steps,
            _completedBatches,
            _epochSums,
            _history.ToImmutable(),
            _earlyStopping.LowestCost,
            _earlyStopping.EpochsSinceBest,
            _earlyStopping.Identity,
            _lossWatch.Start);
        return new TrainingCheckpoint(
            document, _network.CurrentWeights, optimizer, _earlyStopping.BestWeights, _network.CurrentBatchesTracked);
    }
}
