using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A job with one share per thread of a team, which the caller and the other threads run at the same time, many times over.
/// </summary>
/// <remarks>
/// Moving a cache line between cores takes up to a third of a microsecond, so threads exchange as few lines as possible. The caller never
/// depends on the other threads: a share that no thread has begun when the caller needs it is skipped.
/// </remarks>
internal sealed class JointJob
{
    /// <summary>The spins between two checks whether a share is done: few, since the checked value is written only once.</summary>
    public const int SpinsPerCheck = 1;

    // By share: the number of the last job that a thread has taken, and of the last that is done.
    private readonly PaddedLong[] _taken;
    private readonly PaddedLong[] _done;
    private volatile Action<int, long>? _job;
    private volatile ExceptionDispatchInfo? _failure;

    // The number of the job posted last.
    private PaddedLong _posted;

    /// <summary>Creates a job.</summary>
    /// <param name="size">The number of shares.</param>
    public JointJob(int size)
    {
        _taken = new PaddedLong[size];
        _done = new PaddedLong[size];
    }

    /// <summary>The number of jobs posted so far, which is the number of the last job.</summary>
    public long PostedCount => Volatile.Read(ref _posted.Value);

    /// <summary>Whether a share has been posted that no thread has begun.</summary>
    public bool IsOpen(int share) => PostedCount != Volatile.Read(ref _taken[share].Value);

    /// <summary>Offers the shares above 0 to the other threads; the job before must have finished.</summary>
    /// <param name="job">Receives the share and the number of the job. The caller runs share 0 itself.</param>
    public void Post(Action<int, long> job)
    {
        // Write only what has changed, so that unchanged fields stay in the caches of all cores.
        if (_job != job)
        {
            _job = job;
        }

        if (_failure is not null)
        {
            _failure = null;
        }

        Volatile.Write(ref _posted.Value, PostedCount + 1);
    }

    /// <summary>Runs a share if it has been posted and no thread has taken it.</summary>
    public bool TryRun(int share)
    {
        if (!TryTake(share, out long number))
        {
            return false;
        }

        try
        {
            _job!(share, number);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        Volatile.Write(ref _done[share].Value, number);
        return true;
    }

    /// <summary>Skips a share if no thread has taken it; only the caller may do so.</summary>
    public bool TrySkip(int share)
    {
        if (!TryTake(share, out long number))
        {
            return false;
        }

        Volatile.Write(ref _done[share].Value, number);
        return true;
    }

    /// <summary>Skips the shares that no thread has taken, waits for the others, and rethrows the exception of a share.</summary>
    public void Finish()
    {
        long number = PostedCount;
        for (int share = 1; share < _done.Length; share++)
        {
            if (TrySkip(share))
            {
                continue;
            }

            for (int i = 1; Volatile.Read(ref _done[share].Value) != number; i++)
            {
                SpinPause.Wait(i, SpinsPerCheck);
            }
        }

        _failure?.Throw();
    }

    private bool TryTake(int share, out long number)
    {
        number = PostedCount;
        ref long taken = ref _taken[share].Value;
        return Volatile.Read(ref taken) == number - 1 && Interlocked.CompareExchange(ref taken, number, number - 1) == number - 1;
    }
}
