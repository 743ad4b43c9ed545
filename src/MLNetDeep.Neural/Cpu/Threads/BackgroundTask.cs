using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Holds one action at a time, which the first idle thread runs.</summary>
internal sealed class BackgroundTask
{
    private const int None = 0;
    private const int Open = 1;
    private const int Running = 2;
    private const int Done = 3;

    private Action? _action;
    private ExceptionDispatchInfo? _failure;
    private PaddedLong _state;

    /// <summary>Whether there is a posted action that no thread has begun.</summary>
    public bool IsOpen => Volatile.Read(ref _state.Value) == Open;

    /// <summary>Posts an action. The previous action must have finished.</summary>
    public void Post(Action action)
    {
        _action = action;
        _failure = null;
        Volatile.Write(ref _state.Value, Open);
    }

    /// <summary>Runs the action if no thread has begun it; otherwise returns false.</summary>
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

    /// <summary>
    /// Runs the action on this thread if no thread has begun it, otherwise waits until it has ended. Rethrows its exception.
    /// </summary>
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
