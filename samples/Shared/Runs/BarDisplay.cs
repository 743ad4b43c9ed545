using Spectre.Console;

namespace MLNetDeep.Samples;

/// <summary>
/// Shows progress on a terminal as a bar with rate and time left. The bar goes when the display is disposed; of a single training, the
/// line of its last epoch stays.
/// </summary>
internal sealed class BarDisplay : ProgressDisplay
{
    private const int BarWidth = 15;

    // Besides the text: the bar, the percentage of 4 characters, and the spaces between the columns.
    private const int UsedWidth = BarWidth + 4 + 3;

    // Parts of a run that are shorter have no bar, so that it does not flicker.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<bool> _drawing;
    private volatile ProgressState _state;
    private volatile string? _lastEpoch;

    public BarDisplay(IAnsiConsole console, RunClock clock, string activity, bool hasEpochLines = true, CancellationToken cancellation = default)
        : base(clock, activity, hasEpochLines, cancellation)
    {
        _console = console;
        _state = Initial;
        TimeSpan delay = Patience - clock.Elapsed;
        _drawing = DrawAsync(delay > s_shortest ? delay : s_shortest);
    }

    /// <summary>Shows the cursor, which a bar hides, before the program ends within a run.</summary>
    public static void ShowCursor() => AnsiConsole.Cursor.Show();

    public override void WriteLine(string text) => _console.WriteLine(text);

    public override void Dispose()
    {
        _end.TrySetResult();
        if (_drawing.GetAwaiter().GetResult() && HasOneTraining && _lastEpoch is { } epoch)
        {
            _console.WriteLine(epoch);
        }
    }

    protected override void Show(ProgressState state, string? epoch)
    {
        _state = state;
        _lastEpoch = epoch ?? _lastEpoch;
    }

    // Returns whether the bar was shown.
    private async Task<bool> DrawAsync(TimeSpan delay)
    {
        if (await Task.WhenAny(_end.Task, Task.Delay(delay)).ConfigureAwait(false) == _end.Task)
        {
            return false;
        }

        Progress progress = _console.Progress().AutoClear(true).Columns(
            new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left });
        await progress.StartAsync(DrawAsync).ConfigureAwait(false);
        return true;
    }

    private async Task DrawAsync(ProgressContext context)
    {
        ProgressTask bar = context.AddTask(_state.Activity, maxValue: 1);
        do
        {
            ProgressState state = _state;
            bar.IsIndeterminate = state.Fraction is null;
            bar.Value = state.Fraction ?? 0;
            bar.Description = Markup.Escape(state.ToText(_console.Profile.Width - UsedWidth));
        }
        while (await Task.WhenAny(_end.Task, Task.Delay(s_interval)).ConfigureAwait(false) != _end.Task);
    }
}
