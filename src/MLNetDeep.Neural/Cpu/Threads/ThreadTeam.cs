using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Threads that stay, for many short jobs one after another. A job is a number of tiles. Each thread first takes the tiles of its own
/// share, the same from job to job, so that what a tile works on stays in that thread's cache; after a while those that others have not
/// begun. A thread that comes late takes none, so that a busy machine delays little; between jobs threads spin for a moment, then sleep. Beside the
/// jobs there may be one background task, which the threads run when they have no tile. A <see cref="JointJob"/> has no tiles: each thread does its
/// share, once. Nothing is allocated per job.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    // A job takes microseconds, and the next one follows within as many: sleeping and waking would take longer than either. Where other
    // programs want the processor, spinning gives way to them (and to this team's own threads).
    private const int SpinsBeforeSleep = 4000;
    private const int SpinsBetweenLooks = 4;

    // Fewer operations than this are done sooner than another thread can be told of them.
    private const long MinSharedWork = 1 << 17;

    // Threads are of one team only, but for callers.
    [ThreadStatic]
    private static int t_share;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private readonly BackgroundTask _background = new();
    private readonly JointJob _joint;
    private volatile Action<int>? _job;
    private volatile ExceptionDispatchInfo? _failure;
    private volatile bool _isDisposed;
    private int _started;
    private int _sleeping;

    private PaddedLong _number;
    private PaddedLong _isAlone;

    // For each thread's share, the job's number in the high half, the tiles not yet taken in the low half: a tile is taken by lowering this
    // in one atomic step, which fails if the job has changed. So whoever has a tile knows that the job stays until that tile is done.
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
        _threads = new Thread[size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int share = i + 1;
            _threads[i] = new Thread(() => Work(share)) { IsBackground = true, Name = $"MLNetDeep {share}" };
            _threads[i].Start();
        }

        // Asleep, not spinning: a new thread may be put on the caller's processor, and is not moved to an idle one for milliseconds; but who
        // is woken is put on an idle one.
        lock (_gate)
        {
            while (_started < _threads.Length)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>The caller alone: has no state, and may be shared.</summary>
    public static ThreadTeam CallerOnly { get; } = new(1);

    /// <summary>The number of the thread that asks within its team, from 0, which is the caller.</summary>
    public static int Share => t_share;

    /// <summary>The number of threads, the caller's included.</summary>
    public int Size { get; }

    /// <summary>Whether the caller does everything itself for now; may be changed between jobs.</summary>
    public bool IsAlone
    {
        get => _isAlone.Value != 0;
        set => _isAlone.Value = value ? 1 : 0;
    }

    /// <summary>Whether a job of about this many operations is shared by threads for now.</summary>
    public bool Shares(long work) => _threads.Length > 0 && !IsAlone && IsWorthSharing(work);

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
        if (_threads.Length > 0)
        {
            Announce(_number.Value);
        }
    }

    /// <summary>Returns when the background task is done, if there is one; runs it where nobody has begun it. Its exception is thrown here.</summary>
    public void FinishBackgroundTask() => _background.Finish();

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
                Monitor.PulseAll(_gate);
            }
        }
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
            else if (!_joint.TryRun(share) && !_background.TryRun())
            {
                WaitForWork(share, seen);
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

    private void WaitForWork(int share, long seen)
    {
        for (int i = 1; i <= SpinsBeforeSleep; i++)
        {
            if (!HasNothingToDo(share, seen))
            {
                return;
            }

            Waiting.Pause(i, SpinsBetweenLooks);
        }

        // Announced before the last look: so either this thread sees the new job, or the caller sees that it sleeps.
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (HasNothingToDo(share, seen))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleeping);
        }
    }
}
