using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A job that the caller does beside other threads of its team, each its own share, again and again: made for as little as possible to go
/// from core to core, which for threads that write in turn may take a third of a microsecond each time. The caller must be able to do
/// without the others: who has not begun when it is missed is left out.
/// </summary>
internal sealed class JointJob
{
    /// <summary>Between looks of who waits for a share: as few as can be, since what is looked at is written once (see <see cref="PaddedLong"/>).</summary>
    public const int SpinsBetweenLooks = 1;

    // For each share the number of the last job that somebody has taken, and of the last that is done.
    private readonly PaddedLong[] _taken;
    private readonly PaddedLong[] _done;
    private volatile Action<int, long>? _job;
    private volatile ExceptionDispatchInfo? _failure;

    // The number of the job posted last.
    private PaddedLong _posted;

    /// <summary>Makes room for jobs of so many shares.</summary>
    public JointJob(int size)
    {
        _taken = new PaddedLong[size];
        _done = new PaddedLong[size];
    }

    /// <summary>The number of the last job: 1 for the first.</summary>
    public long Posted => Volatile.Read(ref _posted.Value);

    /// <summary>Whether a share waits for someone to begin it.</summary>
    public bool IsOpen(int share) => Posted != Volatile.Read(ref _taken[share].Value);

    /// <summary>Offers the shares above 0 to the other threads; share 0 is the caller's. The job before must be finished.</summary>
    /// <param name="job">Is given the share and the job's number.</param>
    public void Post(Action<int, long> job)
    {
        // Fields that stay as they are stay in all caches.
        if (_job != job)
        {
            _job = job;
        }

        if (_failure is not null)
        {
            _failure = null;
        }

        Volatile.Write(ref _posted.Value, Posted + 1);
    }

    /// <summary>Does a share, if it has been posted and nobody has taken it.</summary>
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

    /// <summary>For the caller: makes sure that a share is not begun any more, if it has not been.</summary>
    public bool TryLeaveOut(int share)
    {
        if (!TryTake(share, out long number))
        {
            return false;
        }

        Volatile.Write(ref _done[share].Value, number);
        return true;
    }

    /// <summary>For the caller, whose own share is done: returns when all that have been begun are; throws what a share has thrown.</summary>
    public void Finish()
    {
        long number = Posted;
        for (int share = 1; share < _done.Length; share++)
        {
            if (TryLeaveOut(share))
            {
                continue;
            }

            for (int i = 1; Volatile.Read(ref _done[share].Value) != number; i++)
            {
                Waiting.Pause(i, SpinsBetweenLooks);
            }
        }

        _failure?.Throw();
    }

    private bool TryTake(int share, out long number)
    {
        number = Posted;
        ref long taken = ref _taken[share].Value;
        return Volatile.Read(ref taken) == number - 1 && Interlocked.CompareExchange(ref taken, number, number - 1) == number - 1;
    }
}
