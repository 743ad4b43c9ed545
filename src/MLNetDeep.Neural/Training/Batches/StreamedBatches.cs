using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Batches of rows that are read pool by pool; one pool is shuffled and trained on while the next is read.</summary>
/// <remarks>
/// A batch contains rows of one pool only. To vary the pools between epochs, the first pool of an epoch has a random size, if it is known
/// that the rows do not fit in one pool. If all rows fit in one pool, the batches equal those of <see cref="MemoryBatches"/>.
/// </remarks>
internal sealed class StreamedBatches : BatchSource
{
    private readonly TrainingStream _stream;
    private readonly PoolReader _pools;
    private readonly int _batchesPerPool;
    private Xoshiro256 _random;
    private int _epoch;
    private int _maxBatches;
    private int _batchesOfPass;
    private int? _batchesPerPass;

    public StreamedBatches(TrainingStream stream, NetworkSpec spec, FitOptions options, CancellationToken cancellation)
        : base(options)
    {
        _stream = stream;
        _pools = new PoolReader(stream, pool => pool.Check(spec, options.LossFor(spec), nameof(TrainingStream)), cancellation);
        _batchesPerPool = Math.Max(1, options.PoolSize / options.BatchSize);
        _batchesPerPass = stream.RowCount is { } rows
            ? (int)Math.Min(int.MaxValue, (rows + options.BatchSize - 1) / options.BatchSize)
            : null;
    }

    public override long RowCount => _stream.RowCount ?? 0;

    /// <summary>The number of batches in a pass, as the stream says, and as counted from the second pass on.</summary>
    public override int? BatchesPerPass => _batchesPerPass;

    public override bool IsLast => base.IsLast && _pools.Wait() is null;

    public override void ResumeAfter(int batchesPerPass) => _batchesPerPass = batchesPerPass;

    public override bool MoveNext()
    {
        if (!base.MoveNext() && !(MoveToNextPool() && base.MoveNext()))
        {
            return false;
        }

        _batchesOfPass++;
        return true;
    }

    public override void Dispose()
    {
        _pools.Dispose();
        Release();
    }

    protected override void BeginPass(int epoch, int maxBatches)
    {
        if (_batchesOfPass > 0 && base.IsLast && _pools.HasEnded)
        {
            _batchesPerPass = _batchesOfPass;
        }

        Release();
        (_epoch, _maxBatches, _batchesOfPass) = (epoch, maxBatches, 0);
        (_random, int rows) = FirstPool(epoch, _batchesPerPass);
        _pools.Begin(epoch, rows);
    }

    // Depends only on the seed, the epoch and the number of batches in a pass, so the result is the same if the pass is started ahead.
    private (Xoshiro256 Random, int Rows) FirstPool(int epoch, int? batchesPerPass)
    {
        Xoshiro256 random = Seeds.Generator(Options.Seed, RandomStream.Shuffling, epoch);
        int batches = Options.Shuffle && batchesPerPass > _batchesPerPool
            ? _batchesPerPool - random.NextInt32((_batchesPerPool / 2) + 1)
            : _batchesPerPool;
        return (random, RowsIn(batches));
    }

    private bool MoveToNextPool()
    {
        if (_pools.Wait() is not { } pool)
        {
            return _batchesOfPass == 0 ? throw new ArgumentException("The stream has no rows to train on.") : false;
        }

        Arrange(pool, ref _random);
        int batchesIfLast = _batchesOfPass + ((pool.RowCount + Options.BatchSize - 1) / Options.BatchSize);
        bool isNextPassNeeded = Options.Iterations is null ? _epoch < Options.Epochs : batchesIfLast < _maxBatches;
        _pools.ReadOn(RowsIn(_batchesPerPool), isNextPassNeeded ? (_epoch + 1, FirstPool(_epoch + 1, batchesIfLast).Rows) : null);
        return true;
    }

    private int RowsIn(int batches) => checked(batches * Options.BatchSize);
}
