using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>One piece of work that may be done at any time, by whichever thread comes first.</summary>
internal sealed class BackgroundTask
{
    private const int None = 0;
    private const int Open = 1;
    private const int Running = 2;
    private const int Done = 3;

    private Action? _action;
    private ExceptionDispatchInfo? _failure;
    private PaddedLong _state;

    /// <summary>Whether it waits for someone to begin it.</summary>
    public bool IsOpen => Volatile.Read(ref _state.Value) == Open;

    /// <summary>Offers work; what was offered before must be finished.</summary>
    public void Post(Action action)
    {
        _action = action;
        _failure = null;
        Volatile.Write(ref _state.Value, Open);
    }

    /// <summary>Does the work, if nobody has begun it.</summary>
    public bool TryRun()
    {
        if (!IsOpen || Interlocked.CompareExchange(ref _state.Value, Running, Open) != Open)
        {
            return false;
        }

        try
        {
            _action!();
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        Volatile.Write(ref _state.Value, Done);
        return true;
    }

    /// <summary>Returns when the work is done, doing it if nobody has begun; throws what it threw.</summary>
    public void Finish()
    {
        TryRun();
        SpinWait wait = default;
        while (Volatile.Read(ref _state.Value) == Running)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _state.Value = None;
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }
}
