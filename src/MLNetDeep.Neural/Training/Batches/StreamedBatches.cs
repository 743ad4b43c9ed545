using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// Batches of rows that are read pool by pool: the rows of one are shuffled and trained on while those of the next are read. With all rows
/// in one pool, the batches are those of <see cref="MemoryBatches"/>.
/// </summary>
/// <remarks>
/// Rows meet in a batch only with those of their pool. So that the pools are not the same ones in each epoch, the first of an epoch is of
/// a random size where it is known that there are more rows than a pool holds.
/// </remarks>
internal sealed class StreamedBatches : BatchSource
{
    private readonly TrainingStream _stream;
    private readonly NetworkSpec _spec;
    private readonly CancellationTokenSource _cancellation;
    private readonly int _batchesPerPool;
    private Xoshiro256 _random;
    private TrainingPass? _pass;
    private Task<TrainingData?>? _nextPool;
    private int _batchesOfPass;
    private int? _batchesPerPass;

    public StreamedBatches(TrainingStream stream, NetworkSpec spec, FitOptions options, CancellationToken cancellation)
        : base(options)
    {
        _stream = stream;
        _spec = spec;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _batchesPerPool = Math.Max(1, options.PoolSize / options.BatchSize);
        _batchesPerPass = stream.RowCount is { } rows ? (int)Math.Min(int.MaxValue, (rows + options.BatchSize - 1) / options.BatchSize) : null;
    }

    public override long RowCount => _stream.RowCount ?? 0;

    /// <summary>As the stream says at first; as it was counted from the second pass on.</summary>
    public override int? BatchesPerPass => _batchesPerPass;

    public override bool IsLast => base.IsLast && _nextPool!.GetAwaiter().GetResult() is null;

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
        EndPass();
        _cancellation.Dispose();
    }

    protected override void BeginPass(int epoch)
    {
        EndPass();
        _random = Seeds.Generator(Options.Seed, RandomStream.Shuffling, epoch);
        _pass = _stream.Begin(epoch);
        _batchesOfPass = 0;
        ReadNext(FirstPoolBatches());
    }

    private int FirstPoolBatches() =>
        Options.Shuffle && BatchesPerPass > _batchesPerPool
            ? _batchesPerPool - _random.NextInt32((_batchesPerPool / 2) + 1)
            : _batchesPerPool;

    private bool MoveToNextPool()
    {
        TrainingData? pool = _nextPool!.GetAwaiter().GetResult();
        if (pool is null)
        {
            return _batchesOfPass == 0 ? throw new ArgumentException("The stream has no rows to learn from.") : false;
        }

        ReadNext(_batchesPerPool);
        Arrange(pool, ref _random);
        return true;
    }

    private void ReadNext(int batches)
    {
        TrainingPass pass = _pass!;
        int rows = checked(batches * Options.BatchSize);
        _nextPool = Task.Run(() => Read(pass, rows));
    }

    private TrainingData? Read(TrainingPass pass, int maxRows)
    {
        TrainingData? pool = pass.Read(maxRows, _cancellation.Token);
        pool?.Check(_spec, Options.Loss, nameof(TrainingStream));
        return pool is { RowCount: 0 } ? null : pool;
    }

    // A reading that is under way is told to end, and must have ended before the pass does.
    private void EndPass()
    {
        if (_pass is null)
        {
            return;
        }

        if (_nextPool is { IsCompleted: false })
        {
            _cancellation.Cancel();
        }

        Task.WhenAny(_nextPool!).GetAwaiter().GetResult();
        if (_nextPool is { IsCompletedSuccessfully: true, Result: null } && base.IsLast)
        {
            _batchesPerPass = _batchesOfPass;
        }

        _pass.Dispose();
        (_pass, _nextPool) = (null, null);
        Release();
    }
}
