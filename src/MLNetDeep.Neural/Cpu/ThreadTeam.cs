using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Threads that stay, for many short jobs one after another. A job is a number of tiles; the caller and the team's threads take tiles
/// until none is left. A thread that comes late takes none, so that a busy machine delays nothing; between jobs threads spin for a
/// moment, then sleep. Nothing is allocated per job.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    // A job takes microseconds, and the next one follows within as many: sleeping and waking would take longer than either. Where other
    // programs want the processor, spinning gives way to them (and to this team's own threads).
    private const int SpinsBeforeSleep = 200;
    private const int SpinsBeforeYield = 16;

    // Fewer operations than this are done sooner than another thread can be told of them.
    private const long MinSharedWork = 1 << 15;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private volatile Action<int>? _job;
    private volatile ExceptionDispatchInfo? _failure;
    private volatile bool _isDisposed;
    private int _sleeping;

    // The job's number in the high half, the tiles not yet taken in the low half: a tile is taken by lowering this in one atomic step,
    // which fails if the job has changed. So whoever has a tile knows that the job stays until that tile is done.
    private long _open;
    private int _unfinished;

    /// <summary>Starts the team.</summary>
    /// <param name="size">The number of threads, the caller's included; with 1 there are no others.</param>
    public ThreadTeam(int size)
    {
        Size = size;
        _threads = new Thread[size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"MLNetDeep {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The caller alone: has no state, and may be shared.</summary>
    public static ThreadTeam CallerOnly { get; } = new(1);

    /// <summary>The number of threads, the caller's included.</summary>
    public int Size { get; }

    /// <summary>Runs <paramref name="job"/> for each tile from 0 to <paramref name="tiles"/> - 1 and returns when all are done.</summary>
    /// <param name="tiles">How many tiles there are.</param>
    /// <param name="work">About how many operations the job is; small jobs are done by the caller.</param>
    /// <param name="job">Must not depend on the order of tiles. Its first exception is thrown here, once all other tiles are done.</param>
    public void Run(int tiles, long work, Action<int> job)
    {
        if (_threads.Length == 0 || tiles < 2 || work < MinSharedWork)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                job(tile);
            }

            return;
        }

        _job = job;
        _failure = null;
        _unfinished = tiles;
        Interlocked.Exchange(ref _open, (((_open >> 32) + 1) << 32) | (uint)tiles);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        while (TryTakeTile(out int tile))
        {
            RunTile(tile);
        }

        SpinWait wait = default;
        while (Volatile.Read(ref _unfinished) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        if (_threads.Length == 0)
        {
            return;
        }

        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work()
    {
        while (!_isDisposed)
        {
            if (TryTakeTile(out int tile))
            {
                RunTile(tile);
            }
            else
            {
                WaitForWork();
            }
        }
    }

    private bool TryTakeTile(out int tile)
    {
        long open = Volatile.Read(ref _open);
        while ((uint)open > 0)
        {
            long seen = Interlocked.CompareExchange(ref _open, open - 1, open);
            if (seen == open)
            {
                tile = (int)(uint)open - 1;
                return true;
            }

            open = seen;
        }

        tile = -1;
        return false;
    }

    private void RunTile(int tile)
    {
        try
        {
            _job!(tile);
        }
        catch (Exception failure)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
        }

        Interlocked.Decrement(ref _unfinished);
    }

    private void WaitForWork()
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if ((uint)Volatile.Read(ref _open) > 0 || _isDisposed)
            {
                return;
            }

            if (i % SpinsBeforeYield == SpinsBeforeYield - 1)
            {
                Thread.Yield();
            }

            Thread.SpinWait(8);
        }

        // Announced before the last look: so either this thread sees the new job, or the caller sees that it sleeps.
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while ((uint)Volatile.Read(ref _open) == 0 && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }
}
