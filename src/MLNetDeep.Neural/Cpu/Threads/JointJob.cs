using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A job that is divided into one share per thread of a team. The caller and the other threads run their shares at the same time. It may be
/// posted many times.
/// </summary>
/// <remarks>
/// Moving a cache line between cores takes up to a third of a microsecond, so threads exchange as few cache lines as possible. The caller
/// never has to wait for a thread to begin: if no thread has begun a share when the caller needs it, the share is skipped.
/// </remarks>
internal sealed class JointJob
{
    /// <summary>
    /// The number of spins between two checks whether a share is done. It is low, since the checked value is written only once.
    /// </summary>
    public const int SpinsPerCheck = 1;

    // For each share: the number of the last job taken by a thread, and the number of the last job done.
    private readonly PaddedLong[] _taken;
    private readonly PaddedLong[] _done;
    private volatile Action<int, long>? _job;
    private volatile ExceptionDispatchInfo? _failure;

    // The number of the last posted job.
    private PaddedLong _posted;

    /// <summary>Creates a job; nothing is posted yet.</summary>
    /// <param name="size">The number of shares.</param>
    public JointJob(int size)
    {
        _taken = new PaddedLong[size];
        _done = new PaddedLong[size];
    }

    /// <summary>The number of jobs posted so far, which is the number of the last job.</summary>
    public long PostedCount => Volatile.Read(ref _posted.Value);

    /// <summary>Whether the share is posted and no thread has begun it.</summary>
    public bool IsOpen(int share) => PostedCount != Volatile.Read(ref _taken[share].Value);

    /// <summary>Offers the shares above 0 to the other threads. The previous job must have finished.</summary>
    /// <param name="job">Receives the share and the job number. The caller runs share 0 itself.</param>
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

    /// <summary>Skips a share if no thread has taken it. Only the caller may call this.</summary>
    public bool TrySkip(int share)
    {
        if (!TryTake(share, out long number))
        {
            return false;
        }

        Volatile.Write(ref _done[share].Value, number);
        return true;
    }

    /// <summary>
    /// Skips the shares that no thread has taken, waits for the taken shares, and rethrows the exception of a share, if any.
    /// </summary>
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
