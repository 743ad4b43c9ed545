namespace Digits.Tests;

/// <summary>A time that passes only when a test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _timestamp;

    public void Advance(double seconds) => _timestamp += (long)(seconds * TimeSpan.TicksPerSecond);
}
