using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Runs mini-batches over shuffled rows, epoch after epoch, with progress, cancellation and history.</summary>
internal sealed class FitLoop(
    Trainer trainer,
    TrainingData data,
    FitOptions options,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation)
{
    private readonly int[] _order = new int[data.RowCount];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TrainingHistory Run()
    {
        long batchesPerPass = ((long)data.RowCount + options.BatchSize - 1) / options.BatchSize;
        long iterations = options.Iterations ?? batchesPerPass * options.Epochs;
        int epochs = (int)((iterations + batchesPerPass - 1) / batchesPerPass);
        ImmutableArray<EpochResult>.Builder history = ImmutableArray.CreateBuilder<EpochResult>(epochs);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            int batches = (int)Math.Min(batchesPerPass, iterations - ((epoch - 1) * batchesPerPass));
            history.Add(RunEpoch(epoch, epochs, batches));
        }

        return new TrainingHistory(history.MoveToImmutable());
    }

    private EpochResult RunEpoch(int epoch, int epochs, int batches)
    {
        TimeSpan start = _clock.Elapsed;
        Arrange(epoch);
        EvaluationResult training = default;
        EvaluationResult? validation = null;
        for (int batch = 1; batch <= batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            training += RunBatch(epoch, batch);
            if (batch == batches && options.ValidationData is not null)
            {
                validation = trainer.Evaluate(options.ValidationData);
            }

            progress?.Report(new TrainingProgress
            {
                Epoch = epoch,
                Epochs = epochs,
                Batch = batch,
                BatchesPerEpoch = batches,
                Training = training,
                Validation = validation,
                Elapsed = _clock.Elapsed,
            });
        }

        return new EpochResult(epoch, batches, training, validation, _clock.Elapsed - start);
    }

    private EvaluationResult RunBatch(int epoch, int batch)
    {
        int first = (batch - 1) * options.BatchSize;
        int count = Math.Min(options.BatchSize, _order.Length - first);
        EvaluationResult result = trainer.Step(data, _order.AsSpan(first, count));
        return double.IsFinite(result.LossSum) ? result : throw new TrainingDivergedException(result.Loss, epoch, batch);
    }

    // The order of an epoch follows from the seed and the epoch alone, so that a training can be resumed at any epoch.
    private void Arrange(int epoch)
    {
        for (int row = 0; row < _order.Length; row++)
        {
            _order[row] = row;
        }

        if (options.Shuffle)
        {
            Xoshiro256 random = Seeds.Generator(options.Seed, RandomStream.Shuffling, epoch);
            random.Shuffle(_order);
        }
    }
}
