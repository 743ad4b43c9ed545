namespace MLNetDeep.Samples;

/// <summary>Measures the time since a run began.</summary>
/// <param name="time">Where the time comes from. Default null: the system.</param>
internal sealed class RunClock(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>The time since this clock was created.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start);
}
