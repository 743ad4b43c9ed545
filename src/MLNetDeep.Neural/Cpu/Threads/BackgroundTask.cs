using System.Runtime.ExceptionServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>One action that the first thread with nothing else to do runs.</summary>
internal sealed class BackgroundTask
{
    private const int None = 0;
    private const int Open = 1;
    private const int Running = 2;
    private const int Done = 3;

    private Action? _action;
    private ExceptionDispatchInfo? _failure;
    private PaddedLong _state;

    /// <summary>Whether an action has been posted that no thread has begun.</summary>
    public bool IsOpen => Volatile.Read(ref _state.Value) == Open;

    /// <summary>Posts an action; the one before must have finished.</summary>
    public void Post(Action action)
    {
        _action = action;
        _failure = null;
        Volatile.Write(ref _state.Value, Open);
    }

    /// <summary>Runs the action if no thread has begun it.</summary>
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

    /// <summary>Waits until the action has ended, runs it here if no thread has begun it, and rethrows its exception.</summary>
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
