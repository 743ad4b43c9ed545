using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A team of threads that runs many short jobs one after another, without allocating.</summary>
/// <remarks>
/// A job is divided into tiles, and each thread owns a share: a range of tiles. The range depends only on the number of tiles, so the data
/// of a tile stay in one thread's cache from job to job. A thread first runs the tiles of its own share, then tiles that other threads have
/// not begun. If a thread is late, the others run its tiles, so a busy machine delays a job little. Between jobs, threads spin briefly,
/// then sleep. A thread that has slept for a second ends, and so does one that would sleep while many threads of other teams do; it is
/// restarted when it is needed. An idle thread may run one background task. A <see cref="JointJob"/> has no tiles: each thread runs its
/// share once.
/// </remarks>
internal sealed class ThreadTeam : IDisposable
{
    // Jobs, and the intervals between jobs, take microseconds. Sleeping and waking would take longer, so threads spin first. Spinning
    // yields to other programs.
    private const int ChecksBeforeSleep = 4000;
    private const int SpinsPerCheck = 4;

    // A job with fewer operations takes less time than passing part of it to another thread.
    private const long MinSharedWork = 1 << 17;

    // More threads than processors only take turns on them. A few more are allowed, so that a small machine can run the training of a
    // larger one with the same number of threads.
    private const int MaxThreadsPerProcessor = 4;

    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(1);

    // The number of sleeping threads in all teams. Beyond MaxSize, further threads end instead of sleeping.
    private static int s_sleeping;

    // The current thread's share. A thread of a team belongs to one team only; a caller may use several teams and has share 0 in each.
    [ThreadStatic]
    private static int t_share;

    private readonly object _gate = new();
    private readonly BackgroundTask _background = new();
    private readonly JointJob _joint;

    // The thread of each share; null for the caller (share 0) and for threads that have ended.
    private readonly Thread?[] _threads;
    private volatile Action<int>? _job;
    private volatile ExceptionDispatchInfo? _failure;
    private volatile bool _isDisposed;
    private int _startedThreads;

    // The number of threads that sleep or have ended. They must be woken or restarted for new work.
    private int _sleepingThreads;

    private PaddedLong _jobNumber;
    private PaddedLong _isAlone;

    // For each share: the job number in the high 32 bits, and the number of tiles not yet taken in the low 32 bits. A thread takes a tile
    // with one atomic compare-and-decrement, which fails if the job has changed. A job therefore cannot end before all its taken tiles are
    // done.
    private readonly PaddedLong[] _openTiles;
    private int _tileCount;
    private int _unfinishedTiles;

    /// <summary>Starts the threads of a team.</summary>
    /// <param name="size">The number of threads, including the caller's; 1 starts none. Above <see cref="MaxSize"/> counts as that.</param>
    public ThreadTeam(int size)
    {
        size = Math.Min(size, MaxSize);
        Size = size;
        _openTiles = new PaddedLong[size];
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

            // Sleep here instead of spinning. The operating system may start a new thread on the caller's processor and leave it there for
            // milliseconds, but it wakes a sleeping thread on an idle processor.
            while (_startedThreads < size - 1)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>The largest size of a team: four threads per processor. More would be of no use.</summary>
    public static int MaxSize { get; } = MaxThreadsPerProcessor * Environment.ProcessorCount;

    /// <summary>A team without other threads. It has no state, so many threads may use it at once.</summary>
    public static ThreadTeam CallerOnly { get; } = new(1);

    /// <summary>The share of the current thread within its team; 0 for the caller.</summary>
    public static int CurrentShare => t_share;

    /// <summary>The number of threads, including the caller's.</summary>
    public int Size { get; }

    /// <summary>Whether the caller currently runs all jobs alone. May be changed between jobs.</summary>
    public bool IsAlone
    {
        get => _isAlone.Value != 0;
        set => _isAlone.Value = value ? 1 : 0;
    }

    /// <summary>Whether <see cref="Run"/> currently shares a job of about this many operations among the threads.</summary>
    public bool IsShared(long work) => Size > 1 && !IsAlone && IsWorthSharing(work);

    /// <summary>Whether a job of about this many operations takes longer than passing part of it to another thread.</summary>
    public static bool IsWorthSharing(long work) => work >= MinSharedWork;

    /// <summary>
    /// Runs <paramref name="job"/> for each tile from 0 to <paramref name="tiles"/> - 1 and returns when all tiles are done.
    /// </summary>
    /// <param name="tiles">The number of tiles.</param>
    /// <param name="work">The approximate number of operations of the whole job; the caller runs small jobs alone.</param>
    /// <param name="job">Runs one tile, in any order. Its first exception is rethrown here after all other tiles are done.</param>
    public void Run(int tiles, long work, Action<int> job)
    {
        if (tiles < 2 || !IsShared(work))
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                job(tile);
            }

            return;
        }

        _job = job;
        _failure = null;
        _tileCount = tiles;
        _unfinishedTiles = tiles;
        long number = (int)_jobNumber.Value + 1;
        for (int share = 0; share < Size; share++)
        {
            Volatile.Write(ref _openTiles[share].Value, (number << 32) | (uint)(FirstTile(share + 1, tiles) - FirstTile(share, tiles)));
        }

        Announce(number);
        RunTiles(0);
        SpinUntilFinished();
        _failure?.Throw();
    }

    /// <summary>The number of calls to <see cref="RunJoint"/> so far.</summary>
    public long JointJobCount => _joint.PostedCount;

    /// <summary>Runs share 0 of <paramref name="job"/> on the caller, and the other shares on the threads that begin in time.</summary>
    /// <remarks>
    /// Returns when all shares that have begun are done. <see cref="IsAlone"/> has no effect on this method, but must be true if
    /// the job itself runs jobs on this team.
    /// </remarks>
    /// <param name="job">
    /// Receives the share and the number of this call. Some shares may never begin. A share that waits for another one must therefore call
    /// <see cref="TrySkip"/> and, if that returns true, do the other share's work itself. Exceptions of the job are rethrown here.
    /// </param>
    public void RunJoint(Action<int, long> job)
    {
        _joint.Post(job);

        // There is no memory fence here. A thread that is about to sleep may miss this job; the next job wakes that thread.
        WakeSleepingThreads();
        try
        {
            job(0, _joint.PostedCount);
        }
        finally
        {
            _joint.Finish();
        }
    }

    /// <summary>
    /// Skips another share if no thread has begun it; otherwise returns false. Called by share 0 of <see cref="RunJoint"/>.
    /// </summary>
    public bool TrySkip(int share) => _joint.TrySkip(share);

    /// <summary>
    /// Posts <paramref name="task"/> for the first idle thread. If no thread begins it, <see cref="FinishBackgroundTask"/> runs it.
    /// </summary>
    public void BeginBackgroundTask(Action task)
    {
        _background.Post(task);
        if (Size > 1)
        {
            Announce(_jobNumber.Value);
        }
    }

    /// <summary>Runs the background task here if no thread has begun it, otherwise waits for it to end. Rethrows its exception.</summary>
    public void FinishBackgroundTask() => _background.Finish();

    /// <summary>Ends the threads and waits until they have ended.</summary>
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

    /// <summary>The number of running threads, not counting the caller's; for tests.</summary>
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

    // The exchange is a full memory fence: either a thread that is about to sleep sees the new job number, or this thread sees that the
    // other thread sleeps.
    private void Announce(long number)
    {
        Interlocked.Exchange(ref _jobNumber.Value, number);
        WakeSleepingThreads();
    }

    private void WakeSleepingThreads()
    {
        if (Volatile.Read(ref _sleepingThreads) > 0)
        {
            lock (_gate)
            {
                for (int share = 1; share < Size && !_isDisposed; share++)
                {
                    if (_threads[share] is null)
                    {
                        _sleepingThreads--;
                        Start(share);
                    }
                }

                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Start(int share)
    {
        Thread thread = new(() => Work(share)) { IsBackground = true, Name = $"MLNetDeep {share}" };
        thread.Start(); // If the system refuses it, the team does not have it.
        _threads[share] = thread;
    }

    private void Work(int share)
    {
        t_share = share;
        lock (_gate)
        {
            _startedThreads++;
            Monitor.PulseAll(_gate);
        }

        long seen = 0;
        while (!_isDisposed)
        {
            long number = Volatile.Read(ref _jobNumber.Value);
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

    // Before this thread takes tiles of another share, it waits up to as long as its own tiles took. The data of those tiles are in the
    // cache of their owner, which may only be briefly late, for example because of a background task. Moving the data would take longer.
    private void RunTiles(int share)
    {
        long start = Stopwatch.GetTimestamp();
        RunShare(share);
        long end = Stopwatch.GetTimestamp();
        long maxWait = end - start;
        for (int i = 1; i < Size; i++)
        {
            share = share + 1 == Size ? 0 : share + 1;
            while ((uint)Volatile.Read(ref _openTiles[share].Value) > 0 && Stopwatch.GetTimestamp() - end < maxWait)
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
        ref long counter = ref _openTiles[share].Value;
        long open = Volatile.Read(ref counter);
        while ((uint)open > 0)
        {
            long seen = Interlocked.CompareExchange(ref counter, open - 1, open);
            if (seen == open)
            {
                tile = FirstTile(share + 1, _tileCount) - (int)(uint)open;
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

        Interlocked.Decrement(ref _unfinishedTiles);
    }

    private void SpinUntilFinished()
    {
        for (int i = 1; Volatile.Read(ref _unfinishedTiles) > 0; i++)
        {
            SpinPause.Wait(i, SpinsPerCheck);
        }
    }

    private bool HasNothingToDo(int share, long seen) =>
        Volatile.Read(ref _jobNumber.Value) == seen && !_joint.IsOpen(share) && !_background.IsOpen && !_isDisposed;

    // Returns false if the thread has been idle so long that it must end.
    private bool WaitForWork(int share, long seen)
    {
        for (int i = 1; i <= ChecksBeforeSleep; i++)
        {
            if (!HasNothingToDo(share, seen))
            {
                return true;
            }

            SpinPause.Wait(i, SpinsPerCheck);
        }

        lock (_gate)
        {
            // Increment first, then check again: either this thread sees the new job, or the caller sees that this thread sleeps.
            Interlocked.Increment(ref _sleepingThreads);
            bool isIdle = Interlocked.Increment(ref s_sleeping) > MaxSize;
            while (HasNothingToDo(share, seen) && !isIdle)
            {
                isIdle = !Monitor.Wait(_gate, s_idleTime);
            }

            Interlocked.Decrement(ref s_sleeping);

            if (HasNothingToDo(share, seen))
            {
                // The thread still counts as sleeping, so that the next job restarts it.
                _threads[share] = null;
                return false;
            }

            Interlocked.Decrement(ref _sleepingThreads);
            return true;
        }
    }
}
