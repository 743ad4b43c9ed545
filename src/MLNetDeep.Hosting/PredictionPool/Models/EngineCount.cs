namespace MLNetDeep.Hosting;

/// <summary>Counts the engines of a model's place, those of earlier models included.</summary>
internal sealed class EngineCount
{
    private int _all;
    private int _used;

    public int Used => Volatile.Read(ref _used);

    public int Idle => Math.Max(0, Volatile.Read(ref _all) - Used);

    public void Add() => Interlocked.Increment(ref _all);

    public void Remove() => Interlocked.Decrement(ref _all);

    public void BeginUse() => Interlocked.Increment(ref _used);

    public void EndUse() => Interlocked.Decrement(ref _used);
}
