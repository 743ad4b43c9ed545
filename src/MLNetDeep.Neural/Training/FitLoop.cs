using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>Runs the epochs of a training, with progress, callbacks, validation, early stopping and cancellation.</summary>
internal sealed class FitLoop
{
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

    // The number of completed batches in the current epoch and their summed result. Checkpoints store both.
    private int _completedBatches;
    private EvaluationResult _epochSums;

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
        _earlyStopping = new EarlyStoppingState(options.EarlyStopping);
        if (options.ResumeFrom is { } checkpoint)
        {
            _history.AddRange(checkpoint.History);
            (_completedBatches, _epochSums) = (checkpoint.Document.Batch, checkpoint.Document.Sums);
            if (_history.Count > 0)
            {
                _source.ResumeAfter(_history.Max(epoch => epoch.Batches));
            }

            _earlyStopping.Restore(checkpoint.Document.Best, checkpoint.Document.Wait, checkpoint.BestWeights);
        }
    }

    /// <summary>Trains until all epochs are done, or until early stopping or a callback ends the training.</summary>
    public TrainingHistory Run()
    {
        Notify(callback => callback.OnTrainBegin(_context));
        while (!IsComplete() && !_earlyStopping.MustStop && !_context.IsStopping)
        {
            RunEpoch(_history.Count + 1);
        }

        Notify(callback => callback.OnTrainEnd(_context));
        return new TrainingHistory(_history.ToImmutable());
    }

    /// <summary>The weights that early stopping restores at the end of the training; null to keep the last weights.</summary>
    public ImmutableArray<NamedTensor>? BestWeights => _earlyStopping.BestWeights;

    private bool IsComplete() => _options.Iterations is { } iterations
        ? CompletedIterations() >= iterations
        : _history.Count >= _options.Epochs;

    private int CompletedIterations() => _history.Sum(epoch => epoch.Batches);

    private void RunEpoch(int epoch)
    {
        TimeSpan start = _clock.Elapsed;
        int maxBatches = _options.Iterations - CompletedIterations() ?? int.MaxValue;
        _source.Begin(epoch, _completedBatches, maxBatches);
        _context.Epoch = epoch;
        Notify(callback => callback.OnEpochBegin(_context));
        EvaluationResult? validation = null;
        bool isEpochEnd = false;
        while (!isEpochEnd && !_context.IsStopping && _source.MoveNext())
        {
            _cancellation.ThrowIfCancellationRequested();
            EvaluationResult result = RunBatch(epoch);
            _epochSums += result;
            _completedBatches++;
            isEpochEnd = _completedBatches == maxBatches || _source.IsLast;
            if (isEpochEnd)
            {
                validation = Validate();
            }

            TrainingProgress progress = new()
            {
                Epoch = epoch,
                Epochs = TotalEpochs(epoch),
                Batch = _completedBatches,
                BatchesPerEpoch = isEpochEnd ? _completedBatches : Math.Min(maxBatches, _source.BatchesPerPass ?? 0),
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

        // Not validated in the loop if a callback stopped the epoch, or if the training was resumed after the epoch's last batch.
        validation ??= Validate();
        EpochResult epochResult = new(epoch, _completedBatches, _epochSums, validation, _clock.Elapsed - start, LastRate());
        _history.Add(epochResult);
        (_completedBatches, _epochSums) = (0, default);
        _earlyStopping.Update(epochResult, _trainer.Session);
        Notify(callback => callback.OnEpochEnd(_context, epochResult));
    }

    // If Iterations is set, the total follows from the number of batches per epoch. While that is unknown, returns the current epoch.
    private int TotalEpochs(int epoch) => _options.Iterations is not { } iterations
        ? _options.Epochs
        : _source.BatchesPerPass is { } batches ? (int)(((long)iterations + batches - 1) / batches) : epoch;

    private EvaluationResult? Validate() => _validationData is null ? null : _trainer.Evaluate(_validationData);

    private double LastRate() => _options.Optimizer.RateAt(_trainer.Steps - 1);

    private EvaluationResult RunBatch(int epoch)
    {
        ReadOnlySpan<int> next = _source.NextRows;
        if (!next.IsEmpty)
        {
            _trainer.Session.Announce(_source.Data!, next);
        }

        EvaluationResult result = _trainer.Step(_source.Data!, _source.Rows);
        return double.IsFinite(result.LossSum) ? result : throw new TrainingDivergedException(result.Loss, epoch, _completedBatches + 1);
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
        OptimizerState optimizer = _trainer.Session.GetOptimizerState();
        CheckpointDocument document = new(
            CheckpointFormat.Version,
            _identity,
            optimizer.Steps,
            _completedBatches,
            _epochSums,
            _history.ToImmutable(),
            _earlyStopping.LowestCost,
            _earlyStopping.EpochsSinceBest);
        return new TrainingCheckpoint(
            document, _trainer.Session.GetWeights(), optimizer, _earlyStopping.BestWeights, _network.CurrentBatchesTracked);
    }
}
