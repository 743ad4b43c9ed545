using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A team of threads that runs many short jobs, one after another. A job is a number of tiles. Each thread first takes the tiles of its own
/// share, which is the same from job to job, so that a tile's data stay in that thread's cache; after a while it takes tiles that others have
/// not begun. A thread that comes late finds no tile left, so a busy machine delays a job little. Between jobs threads spin for a moment,
/// then sleep; threads that sleep for a second end, and are started again when they are needed. Beside the jobs there may be one background
/// task, which a thread runs when it has no tile. A <see cref="JointJob"/> has no tiles: each thread does its share once. Nothing is
/// allocated per job.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    // A job takes microseconds, and the next one follows as soon: sleeping and waking would take longer than either. Where other programs
    // want the processor, spinning gives way to them and to this team's own threads.
    private const int SpinsBeforeSleep = 4000;
    private const int SpinsBetweenLooks = 4;

    // Below this many operations, running a job takes less time than telling another thread of it.
    private const long MinSharedWork = 1 << 17;

    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(1);

    // A thread belongs to one team; only callers may use several.
    [ThreadStatic]
    private static int t_share;

    private readonly object _gate = new();
    private readonly BackgroundTask _background = new();
    private readonly JointJob _joint;

    // By share; null for the caller's and for those that have ended.
    private readonly Thread?[] _threads;
    private volatile Action<int>? _job;
    private volatile ExceptionDispatchInfo? _failure;
    private volatile bool _isDisposed;
    private int _started;

    // The threads that sleep or have ended: those that must be told of new work.
    private int _sleeping;

    private PaddedLong _number;
    private PaddedLong _isAlone;

    // For each share, the job's number in the high half and the tiles not yet taken in the low half. A tile is taken by lowering this in one
    // atomic step, which fails if the job has changed: whoever has a tile knows that the job stays until that tile is done.
    private readonly PaddedLong[] _open;
    private int _tiles;
    private int _unfinished;

    /// <summary>Starts the team.</summary>
    /// <param name="size">The number of threads, the caller's included; with 1 there are no others.</param>
    public ThreadTeam(int size)
    {
        Size = size;
        _open = new PaddedLong[size];
        _joint = new JointJob(size);
        _threads = new Thread?[size];
        if (size == 1)
        {
            return;
        }

        lock (_gate)
        {
            for (int share = 1; share < size; share++)
            {
                Start(share);
            }

            // Sleep, do not spin: a new thread may be put on the caller's processor, and is not moved to an idle one for milliseconds; a thread
            // that is woken is put on an idle one.
            while (_started < size - 1)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>A team of the caller alone. It has no state and may be shared.</summary>
    public static ThreadTeam CallerOnly { get; } = new(1);

    /// <summary>The share of the calling thread within its team; 0 is the caller.</summary>
    public static int Share => t_share;

    /// <summary>The number of threads, the caller's included.</summary>
    public int Size { get; }

    /// <summary>Whether the caller does everything itself for now. May be changed between jobs.</summary>
    public bool IsAlone
    {
        get => _isAlone.Value != 0;
        set => _isAlone.Value = value ? 1 : 0;
    }

    /// <summary>Whether a job of about this many operations is shared among threads for now.</summary>
    public bool Shares(long work) => Size > 1 && !IsAlone && IsWorthSharing(work);

    /// <summary>Whether a job of about this many operations takes longer than to tell another thread of it.</summary>
    public static bool IsWorthSharing(long work) => work >= MinSharedWork;

    /// <summary>Runs <paramref name="job"/> for each tile from 0 to <paramref name="tiles"/> - 1 and returns when all are done.</summary>
    /// <param name="tiles">How many tiles there are.</param>
    /// <param name="work">About how many operations the job is; small jobs are done by the caller.</param>
    /// <param name="job">Must not depend on the order of tiles. Its first exception is thrown here, once all other tiles are done.</param>
    public void Run(int tiles, long work, Action<int> job)
    {
        if (tiles < 2 || !Shares(work))
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                job(tile);
            }

            return;
        }

        _job = job;
        _failure = null;
        _tiles = tiles;
        _unfinished = tiles;
        long number = (int)_number.Value + 1;
        for (int share = 0; share < Size; share++)
        {
            Volatile.Write(ref _open[share].Value, (number << 32) | (uint)(FirstTile(share + 1, tiles) - FirstTile(share, tiles)));
        }

        Announce(number);
        RunTiles(0);
        SpinUntilFinished();
        _failure?.Throw();
    }

    /// <summary>How often <see cref="RunBeside"/> has been called.</summary>
    public long JointJobs => _joint.Posted;

    /// <summary>
    /// Runs <paramref name="job"/> for share 0 here, and beside it for the shares of the other threads, as far as they come in time; returns
    /// when all that have been begun are done. Works even if <see cref="IsAlone"/>, which must be so if the job runs something on this team.
    /// </summary>
    /// <param name="job">
    /// Is given the share and the number of this call. Must not wait for a share to be begun, which may never be, unless it also tries
    /// <see cref="TryLeaveOut"/>, and does the whole by itself then. Its exception is thrown here.
    /// </param>
    public void RunBeside(Action<int, long> job)
    {
        _joint.Post(job);

        // Without a fence: a thread that is falling asleep right now may miss this job; the next one wakes it.
        WakeSleeping();
        try
        {
            job(0, _joint.Posted);
        }
        finally
        {
            _joint.Finish();
        }
    }

    /// <summary>Within share 0 of <see cref="RunBeside"/>: leaves out another share, unless it has been begun.</summary>
    public bool TryLeaveOut(int share) => _joint.TryLeaveOut(share);

    /// <summary>Has <paramref name="task"/> run at some time before <see cref="FinishBackgroundTask"/> returns, if possible beside the caller.</summary>
    public void BeginBackgroundTask(Action task)
    {
        _background.Post(task);
        if (Size > 1)
        {
            Announce(_number.Value);
        }
    }

    /// <summary>Returns when the background task is done, if there is one; runs it where nobody has begun it. Its exception is thrown here.</summary>
    public void FinishBackgroundTask() => _background.Finish();

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        Thread?[] running;
        lock (_gate)
        {
            _isDisposed = true;
            running = [.. _threads];
            Monitor.PulseAll(_gate);
        }

        foreach (Thread? thread in running)
        {
            thread?.Join();
        }
    }

    /// <summary>The threads that run, the caller's not included; for tests.</summary>
    internal int RunningThreads
    {
        get
        {
            lock (_gate)
            {
                return _threads.Count(thread => thread is not null);
            }
        }
    }

    private int FirstTile(int share, int tiles) => (int)((long)tiles * share / Size);

    // A full fence, so that either a thread about to sleep sees what is new, or this sees that it sleeps.
    private void Announce(long number)
    {
        Interlocked.Exchange(ref _number.Value, number);
        WakeSleeping();
    }

    private void WakeSleeping()
    {
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                for (int share = 1; share < Size && !_isDisposed; share++)
                {
                    if (_threads[share] is null)
                    {
                        _sleeping--;
                        Start(share);
                    }
                }

                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Start(int share)
    {
        _threads[share] = new Thread(() => Work(share)) { IsBackground = true, Name = $"MLNetDeep {share}" };
        _threads[share]!.Start();
    }

    private void Work(int share)
    {
        t_share = share;
        lock (_gate)
        {
            _started++;
            Monitor.PulseAll(_gate);
        }

        long seen = 0;
        while (!_isDisposed)
        {
            long number = Volatile.Read(ref _number.Value);
            if (number != seen)
            {
                seen = number;
                RunTiles(share);
            }
            else if (!_joint.TryRun(share) && !_background.TryRun() && !WaitForWork(share, seen))
            {
                return;
            }
        }
    }

    // Others' tiles are left alone for as long as the own ones took: what they work on is in the caches of their threads, which may be
    // on their way from a background task, and would have to come here and go back. A thread that does not run at all is helped then.
    private void RunTiles(int share)
    {
        long start = Stopwatch.GetTimestamp();
        RunShare(share);
        long end = Stopwatch.GetTimestamp();
        long patience = end - start;
        for (int i = 1; i < Size; i++)
        {
            share = share + 1 == Size ? 0 : share + 1;
            while ((uint)Volatile.Read(ref _open[share].Value) > 0 && Stopwatch.GetTimestamp() - end < patience)
            {
                Thread.SpinWait(2);
            }

            RunShare(share);
        }
    }

    private void RunShare(int share)
    {
        while (TryTakeTile(share, out int tile))
        {
            RunTile(tile);
        }
    }

    private bool TryTakeTile(int share, out int tile)
    {
        ref long counter = ref _open[share].Value;
        long open = Volatile.Read(ref counter);
        while ((uint)open > 0)
        {
            long seen = Interlocked.CompareExchange(ref counter, open - 1, open);
            if (seen == open)
            {
                tile = FirstTile(share + 1, _tiles) - (int)(uint)open;
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

    private void SpinUntilFinished()
    {
        for (int i = 1; Volatile.Read(ref _unfinished) > 0; i++)
        {
            Waiting.Pause(i, SpinsBetweenLooks);
        }
    }

    private bool HasNothingToDo(int share, long seen) =>
        Volatile.Read(ref _number.Value) == seen && !_joint.IsOpen(share) && !_background.IsOpen && !_isDisposed;

    // False where the thread has been idle for so long that it ends.
    private bool WaitForWork(int share, long seen)
    {
        for (int i = 1; i <= SpinsBeforeSleep; i++)
        {
            if (!HasNothingToDo(share, seen))
            {
                return true;
            }

            Waiting.Pause(i, SpinsBetweenLooks);
        }

        lock (_gate)
        {
            // Count first, then look once more: either this thread sees the new job, or the caller sees that it sleeps.
            Interlocked.Increment(ref _sleeping);
            bool isIdle = false;
            while (HasNothingToDo(share, seen) && !isIdle)
            {
                isIdle = !Monitor.Wait(_gate, s_idleTime);
            }

            if (HasNothingToDo(share, seen))
            {
                // It stays counted among the sleeping, so that the next job starts it again.
                _threads[share] = null;
                return false;
            }

            Interlocked.Decrement(ref _sleeping);
            return true;
        }
    }
}
