using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>Runs mini-batches over shuffled rows, epoch after epoch, with progress, callbacks, cancellation, early stopping and history.</summary>
internal sealed class FitLoop
{
    private readonly Network _network;
    private readonly Trainer _trainer;
    private readonly TrainingData _data;
    private readonly TrainingData? _validationData;
    private readonly FitOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly TrainingIdentity _identity;
    private readonly TrainingContext _context;
    private readonly EarlyStop _earlyStop;
    private readonly int[] _order;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ImmutableArray<EpochResult>.Builder _history = ImmutableArray.CreateBuilder<EpochResult>();

    // Of the epoch under way; kept in checkpoints.
    private int _batch;
    private EvaluationResult _sums;

    public FitLoop(
        Network network,
        Trainer trainer,
        TrainingData data,
        FitOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        _network = network;
        _trainer = trainer;
        (_data, _validationData) = Split(data, options);
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _identity = Identity(network.Spec, data, options);
        _context = new TrainingContext(network, options, CreateCheckpoint);
        _earlyStop = new EarlyStop(options.EarlyStopping);
        _order = new int[_data.RowCount];
        if (options.ResumeFrom is { } checkpoint)
        {
            _history.AddRange(checkpoint.History);
            (_batch, _sums) = (checkpoint.Document.Batch, checkpoint.Document.Sums);
            _earlyStop.Restore(checkpoint.Document.Best, checkpoint.Document.Wait, checkpoint.BestWeights);
        }
    }

    /// <summary>What a checkpoint of this training says of it.</summary>
    public static TrainingIdentity Identity(NetworkSpec spec, TrainingData data, FitOptions options) =>
        TrainingIdentity.Of(spec, options, Split(data, options).Training.RowCount);

    public TrainingHistory Run()
    {
        long batchesPerPass = ((long)_data.RowCount + _options.BatchSize - 1) / _options.BatchSize;
        long iterations = _options.Iterations ?? batchesPerPass * _options.Epochs;
        int epochs = (int)((iterations + batchesPerPass - 1) / batchesPerPass);
        Tell(callback => callback.OnTrainBegin(_context));
        while (_history.Count < epochs && !_earlyStop.IsDue && !_context.IsStopping)
        {
            int epoch = _history.Count + 1;
            int batches = (int)Math.Min(batchesPerPass, iterations - ((epoch - 1) * batchesPerPass));
            RunEpoch(epoch, epochs, batches);
        }

        Tell(callback => callback.OnTrainEnd(_context));
        return new TrainingHistory(_history.ToImmutable());
    }

    /// <summary>The weights that early stopping wants restored; null for the last ones.</summary>
    public ImmutableArray<NamedTensor>? BestWeights => _earlyStop.BestWeights;

    // Keras rounds the number of training rows down.
    private static (TrainingData Training, TrainingData? Validation) Split(TrainingData data, FitOptions options)
    {
        if (options.ValidationSplit == 0 || options.ValidationData is not null)
        {
            return (data, options.ValidationData);
        }

        int count = (int)(data.RowCount * (1 - options.ValidationSplit));
        return count > 0 && count < data.RowCount
            ? (data.Slice(0, count), data.Slice(count, data.RowCount - count))
            : throw new ArgumentException(
                $"ValidationSplit {options.ValidationSplit} of {data.RowCount} rows leaves none to train on or none to validate with.",
                nameof(options));
    }

    private void RunEpoch(int epoch, int epochs, int batches)
    {
        TimeSpan start = _clock.Elapsed;
        Arrange(epoch);
        _context.Epoch = epoch;
        Tell(callback => callback.OnEpochBegin(_context));
        EvaluationResult? validation = null;
        while (_batch < batches && !_context.IsStopping)
        {
            _cancellation.ThrowIfCancellationRequested();
            EvaluationResult result = RunBatch(epoch);
            _sums += result;
            _batch++;
            if (_batch == batches)
            {
                validation = Validate();
            }

            TrainingProgress progress = new()
            {
                Epoch = epoch,
                Epochs = epochs,
                Batch = _batch,
                BatchesPerEpoch = batches,
                Training = _sums,
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

        // Stopped within an epoch, or gone on from just before its end.
        validation ??= Validate();
        EpochResult epochResult = new(epoch, _batch, _sums, validation, _clock.Elapsed - start, LastRate());
        _history.Add(epochResult);
        (_batch, _sums) = (0, default);
        _earlyStop.Take(epochResult, _trainer.Session);
        Tell(callback => callback.OnEpochEnd(_context, epochResult));
    }

    private EvaluationResult? Validate() => _validationData is null ? null : _trainer.Evaluate(_validationData);

    private double LastRate() => _options.Optimizer.RateAt(_trainer.Steps - 1);

    private EvaluationResult RunBatch(int epoch)
    {
        ReadOnlySpan<int> next = Rows(_batch + 1);
        if (!next.IsEmpty)
        {
            _trainer.Session.Announce(_data, next);
        }

        EvaluationResult result = _trainer.Step(_data, Rows(_batch));
        return double.IsFinite(result.LossSum) ? result : throw new TrainingDivergedException(result.Loss, epoch, _batch + 1);
    }

    // Empty after the last batch.
    private ReadOnlySpan<int> Rows(int batch)
    {
        int first = (int)Math.Min((long)batch * _options.BatchSize, _order.Length);
        return _order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first));
    }

    // The order of an epoch follows from the seed and the epoch alone, so that a training can be resumed at any place.
    private void Arrange(int epoch)
    {
        for (int row = 0; row < _order.Length; row++)
        {
            _order[row] = row;
        }

        if (_options.Shuffle)
        {
            Xoshiro256 random = Seeds.Generator(_options.Seed, RandomStream.Shuffling, epoch);
            random.Shuffle(_order);
        }
    }

    private void Tell(Action<TrainingCallback> call)
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
            CheckpointFormat.Version, _identity, optimizer.Steps, _batch, _sums, _history.ToImmutable(), _earlyStop.Best, _earlyStop.Wait);
        return new TrainingCheckpoint(
            document, _trainer.Session.GetWeights(), optimizer, _earlyStop.BestWeights, _network.CurrentBatchesTracked);
    }
}
