using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Supplies batches from a stream. The stream is read in pools: the network trains on one pool while the next is read.</summary>
/// <remarks>
/// The rows of a batch are all from the same pool. If the stream is known to need several pools, the first pool of each epoch has a random
/// size, so that epochs have different pools. If all rows fit in one pool, the batches equal those of <see cref="MemoryBatches"/>. With a
/// <see cref="FitOptions.GradientExchange"/>, pools have the rows of all ranks, in the order of <see cref="RankTurns"/>.
/// </remarks>
internal sealed class StreamedBatches : BatchSource
{
    private readonly TrainingStream _stream;
    private readonly Action<TrainingData> _check;
    private readonly IPools _pools;

    // The same as the pools, if several ranks read them; otherwise null.
    private readonly RankPools? _rankPools;
    private readonly UnseenClasses? _unseenClasses;
    private readonly int _batchesPerPool;
    private Xoshiro256 _random;
    private int _epoch;
    private long _maxBatches;
    private long _passBatches;
    private long? _batchesPerPass;
    private bool _isPassEnded;

    public StreamedBatches(TrainingStream stream, NetworkSpec spec, FitOptions options, CancellationToken cancellation)
        : base(options)
    {
        _stream = stream;
        _check = pool => pool.Check(spec, options.LossFor(spec), nameof(TrainingStream));
        _unseenClasses = UnseenClasses.Of(options.ValidationData, options.LossFor(spec));
        _batchesPerPool = BatchesPerPool(options);
        PoolReader reader = new(stream, _check, cancellation);
        if (options.GradientExchange is { Size: > 1 } exchange)
        {
            CheckPoolSize(exchange.Size);
            _rankPools = new RankPools(reader, exchange);
        }

        _pools = _rankPools ?? (IPools)reader;
        _batchesPerPass = stream.RowCount is { } rows ? (rows / options.BatchSize) + (rows % options.BatchSize == 0 ? 0 : 1) : null;
    }

    /// <summary>
    /// Reads the stream once before the training, in pools of the same size. With ranks, each reads its share of the pools. The rows of a pool
    /// are checked, and valid until the next is read.
    /// </summary>
    public IEnumerable<TrainingData> ReadPools(CancellationToken cancellation)
    {
        using TrainingPass pass = _stream.Begin(epoch: 1);
        int ranks = Options.GradientExchange?.Size ?? 1;
        int rows = (int)(((long)RowsInBatches(_batchesPerPool) + ranks - 1) / ranks);
        while (pass.Read(rows, cancellation) is { RowCount: > 0 } pool)
        {
            _check(pool);
            yield return pool;
        }
    }

    /// <summary>The classes that only validation rows have; none before a pass has been read to its end.</summary>
    public HeldOutClasses HeldOutClasses => new([], _unseenClasses?.AfterPass ?? []);

    public override long RowCount => _stream.RowCount ?? 0;

    /// <summary>
    /// The number of batches in a pass. In the first pass it follows from the stream's row count; then it is the counted number.
    /// </summary>
    public override long? BatchesPerPass => _batchesPerPass;

    public override bool IsLast => base.IsLast && IsPassRead();

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

    protected override ReadOnlySpan<int> RowsBetween(int start, int end) =>
        _rankPools is null ? base.RowsBetween(start, end) : _rankPools.RowsBetween(start, end);

    protected override ReadOnlySpan<int> PositionsBetween(int start, int end) =>
        _rankPools is null ? base.PositionsBetween(start, end) : _rankPools.PositionsBetween(start, end);

    protected override void BeginPass(int epoch, long maxBatches)
    {
        if (_passBatches > 0 && base.IsLast && _pools.HasEnded)
        {
            _batchesPerPass = _passBatches;
        }

        ReleaseData();
        (_epoch, _maxBatches, _passBatches, _isPassEnded) = (epoch, maxBatches, 0, false);
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
        if (IsPassRead() || _pools.Wait() is not { } pool)
        {
            return _passBatches == 0 ? throw new ArgumentException("The stream has no rows to train on.") : false;
        }

        int rows = _rankPools?.Turns.RowCount ?? pool.RowCount;
        SetData(pool, rows, ref _random);
        _rankPools?.SetOrder(Order);
        _unseenClasses?.Remove(pool);
        long batchesIfLast = _passBatches + (((long)rows + Options.BatchSize - 1) / Options.BatchSize);
        bool isNextPassNeeded = Options.Iterations is null ? _epoch < Options.Epochs : batchesIfLast < _maxBatches;
        _pools.StartReading(
            RowsInBatches(_batchesPerPool),
            isNextPassNeeded ? (_epoch + 1, PlanFirstPool(_epoch + 1, batchesIfLast).Rows) : null);
        return true;
    }

    // Waits for the next pool and returns whether there is none.
    private bool IsPassRead()
    {
        if (_pools.Wait() is not null)
        {
            return false;
        }

        if (!_isPassEnded)
        {
            _isPassEnded = true;
            _unseenClasses?.EndPass(_rankPools is null ? null : Options.GradientExchange);
        }

        return true;
    }

    // In the first pool of a pass, each rank has a row or more.
    private void CheckPoolSize(int ranks)
    {
        int smallest = RowsInBatches(_batchesPerPool - (_batchesPerPool / 2));
        if (smallest < ranks)
        {
            throw new ArgumentException(
                $"PoolSize is {Options.PoolSize}, so the first pool of an epoch may have only {smallest} rows; accepted with {ranks} ranks: "
                + $"{2 * ranks} or more.",
                nameof(FitOptions.PoolSize));
        }
    }

    private static int BatchesPerPool(FitOptions options) => (int)(((long)options.PoolSize + options.BatchSize - 1) / options.BatchSize);

    private int RowsInBatches(int batches) => (int)Math.Min(int.MaxValue, (long)batches * Options.BatchSize);
}
