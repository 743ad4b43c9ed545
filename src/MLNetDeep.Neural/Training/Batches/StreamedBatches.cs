using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Supplies batches from a stream. The stream is read in pools: the network trains on one pool while the next is read.</summary>
/// <remarks>
/// The rows of a batch are all from the same pool. If the stream is known to need several pools, the first pool of each epoch has a random
/// size, so that epochs have different pools. If all rows fit in one pool, the batches equal those of <see cref="MemoryBatches"/>.
/// </remarks>
internal sealed class StreamedBatches : BatchSource
{
    private readonly TrainingStream _stream;
    private readonly PoolReader _pools;
    private readonly int _batchesPerPool;
    private Xoshiro256 _random;
    private int _epoch;
    private long _maxBatches;
    private long _passBatches;
    private long? _batchesPerPass;

    public StreamedBatches(TrainingStream stream, NetworkSpec spec, FitOptions options, CancellationToken cancellation)
        : base(options)
    {
        _stream = stream;
        _pools = new PoolReader(stream, pool => pool.Check(spec, options.LossFor(spec), nameof(TrainingStream)), cancellation);
        _batchesPerPool = BatchesPerPool(options);
        _batchesPerPass = stream.RowCount is { } rows ? (rows / options.BatchSize) + (rows % options.BatchSize == 0 ? 0 : 1) : null;
    }

    /// <summary>Reads a stream once, in pools of the size that a training has. The rows of a pool are valid until the next is read.</summary>
    public static IEnumerable<TrainingData> ReadPools(TrainingStream stream, FitOptions options, CancellationToken cancellation)
    {
        using TrainingPass pass = stream.Begin(epoch: 1);
        while (pass.Read(RowsInBatches(options, BatchesPerPool(options)), cancellation) is { RowCount: > 0 } rows)
        {
            yield return rows;
        }
    }

    public override long RowCount => _stream.RowCount ?? 0;

    /// <summary>
    /// The number of batches in a pass. In the first pass it follows from the stream's row count; then it is the counted number.
    /// </summary>
    public override long? BatchesPerPass => _batchesPerPass;

    public override bool IsLast => base.IsLast && _pools.Wait() is null;

    public override void ResumeAfter(long batchesPerPass) => _batchesPerPass = batchesPerPass;

    public override bool MoveNext()
    {
        if (!base.MoveNext() && !(MoveToNextPool() && base.MoveNext()))
        {
            return false;
        }

        _passBatches++;
        return true;
    }

    public override void Dispose()
    {
        _pools.Dispose();
        ReleaseData();
    }

    protected override void BeginPass(int epoch, long maxBatches)
    {
        if (_passBatches > 0 && base.IsLast && _pools.HasEnded)
        {
            _batchesPerPass = _passBatches;
        }

        ReleaseData();
        (_epoch, _maxBatches, _passBatches) = (epoch, maxBatches, 0);
        (_random, int rows) = PlanFirstPool(epoch, _batchesPerPass);
        _pools.Begin(epoch, rows);
    }

    // Depends only on the seed, the epoch and the number of batches in a pass. The result is the same if reading starts ahead of time.
    private (Xoshiro256 Random, int Rows) PlanFirstPool(int epoch, long? batchesPerPass)
    {
        Xoshiro256 random = Seeds.Generator(Options.Seed, RandomStream.Shuffling, epoch);
        int batches = Options.Shuffle && batchesPerPass > _batchesPerPool
            ? _batchesPerPool - random.NextInt32((_batchesPerPool / 2) + 1)
            : _batchesPerPool;
        return (random, RowsInBatches(batches));
    }

    private bool MoveToNextPool()
    {
        if (_pools.Wait() is not { } pool)
        {
            return _passBatches == 0 ? throw new ArgumentException("The stream has no rows to train on.") : false;
        }

        SetData(pool, ref _random);
        long batchesIfLast = _passBatches + (((long)pool.RowCount + Options.BatchSize - 1) / Options.BatchSize);
        bool isNextPassNeeded = Options.Iterations is null ? _epoch < Options.Epochs : batchesIfLast < _maxBatches;
        _pools.StartReading(
            RowsInBatches(_batchesPerPool),
            isNextPassNeeded ? (_epoch + 1, PlanFirstPool(_epoch + 1, batchesIfLast).Rows) : null);
        return true;
    }

    private static int BatchesPerPool(FitOptions options) => (int)(((long)options.PoolSize + options.BatchSize - 1) / options.BatchSize);

    private static int RowsInBatches(FitOptions options, int batches) => (int)Math.Min(int.MaxValue, (long)batches * options.BatchSize);

    private int RowsInBatches(int batches) => RowsInBatches(Options, batches);
}
