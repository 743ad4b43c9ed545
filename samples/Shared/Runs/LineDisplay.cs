namespace MLNetDeep.Samples;

/// <summary>Shows progress as lines of text, for output to files and pipes: at each end of an epoch, and otherwise one in ten seconds.</summary>
internal sealed class LineDisplay(
    TextWriter output, RunClock clock, string activity, bool hasEpochLines = true, CancellationToken cancellation = default)
    : ProgressDisplay(clock, activity, hasEpochLines, cancellation)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private TimeSpan _next = clock.Elapsed + Patience;

    public override void WriteLine(string text) => output.WriteLine(text);

    protected override void Show(ProgressState state, string? epoch)
    {
        if (epoch is not null || Elapsed >= _next)
        {
            output.WriteLine(epoch ?? state.ToLine());
            _next = Elapsed + s_interval;
        }
    }
}
