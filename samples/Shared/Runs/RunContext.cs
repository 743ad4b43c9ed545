using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using Spectre.Console;

namespace MLNetDeep.Samples;

/// <summary>What a run writes its results to and shows its progress on.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
/// <param name="cancellation">Cancelled when the user presses Ctrl-C.</param>
internal sealed class RunContext(TextWriter output, bool isTerminal, CancellationToken cancellation)
{
    private readonly RunClock _clock = new();
    private ProgressDisplay? _display;

    /// <summary>Receives the results.</summary>
    public TextWriter Output => output;

    /// <summary>Cancelled when the user presses Ctrl-C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Opens an HTML file in the browser; throws an <see cref="IOException"/> if it cannot.</summary>
    public required Action<string> OpenFile { get; init; }

    /// <summary>The processes that train together. Default null: this one trains alone.</summary>
    public IGradientExchange? Ranks { get; init; }

    /// <summary>Whether this process evaluates and writes files: it trains alone, or is the first of several that train together.</summary>
    public bool IsMain => Ranks is null or { Rank: 0 };

    /// <summary>Throws if a file that this process is to write cannot be written; see <see cref="OutputFile.EnsureWritable"/>.</summary>
    /// <param name="paths">The files to write later; null for none.</param>
    public void EnsureWritable(params string?[] paths)
    {
        foreach (string? path in IsMain ? paths : [])
        {
            OutputFile.EnsureWritable(path);
        }
    }

    /// <summary>
    /// Returns options with which the processes train together, and with which Ctrl-C ends the training. It ends it with an exception if this
    /// process trains alone. Otherwise the processes stop after the same batch; then call <see cref="ThrowIfCancelled"/>.
    /// </summary>
    public TOptions Join<TOptions>(TOptions trainer)
        where TOptions : NeuralTrainerOptions => (TOptions)(Ranks is null
            ? trainer with { Cancellation = cancellation }
            : trainer with { Distribution = Ranks, StopToken = cancellation, Cancellation = CancellationToken.None });

    /// <summary>Throws an <see cref="OperationCanceledException"/> if the user has pressed Ctrl-C.</summary>
    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    /// <summary>Begins to show the progress of a part of the run. Dispose the display before the results are written.</summary>
    /// <param name="activity">What is being done when no network is trained, such as "reading the data".</param>
    /// <param name="hasEpochLines">Whether the end of an epoch is worth a line.</param>
    public ProgressDisplay ShowProgress(string activity, bool hasEpochLines = true) => _display = isTerminal
        ? new BarDisplay(AnsiConsole.Console, _clock, activity, hasEpochLines, cancellation)
        : new LineDisplay(output, _clock, activity, hasEpochLines, cancellation);

    /// <summary>Writes a line that may come at any time, such as a warning: above a bar if there is one.</summary>
    public void WriteLine(string text)
    {
        if (_display is { } display)
        {
            display.WriteLine(text);
        }
        else
        {
            output.WriteLine(text);
        }
    }

    /// <summary>Runs a part of the run with its progress shown.</summary>
    /// <param name="activity">What is being done when no network is trained, such as "evaluating".</param>
    /// <param name="part">The part of the run.</param>
    public T ShowProgress<T>(string activity, Func<ProgressDisplay, T> part)
    {
        using ProgressDisplay progress = ShowProgress(activity);
        return part(progress);
    }
}
