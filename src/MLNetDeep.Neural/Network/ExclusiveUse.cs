namespace MLNetDeep.Neural;

/// <summary>Detects that two threads use an object that is not thread-safe at the same time.</summary>
/// <remarks>Mutable structure: keep it in a field that is not readonly. Costs one atomic operation for each use.</remarks>
internal struct ExclusiveUse
{
    private const int Free = 0;
    private const int Used = 1;

    private int _state;

    /// <summary>Begins a use; returns false if another use has not ended.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Used, Free) == Free;

    /// <summary>Ends the use that <see cref="TryBegin"/> began.</summary>
    public void End() => Volatile.Write(ref _state, Free);
}
