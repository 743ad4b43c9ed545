namespace MLNetDeep.Samples;

/// <summary>Base class of the programs that train: their runs show progress, on a terminal as a bar.</summary>
/// <typeparam name="TOptions">The type that holds the sample's options.</typeparam>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
internal abstract class TrainingCommand<TOptions>(TextWriter output, TextWriter error, bool isTerminal) : SampleCommand<TOptions>(output, error)
{
    /// <summary>Opens an HTML file in the browser; throws an <see cref="IOException"/> if it cannot. Default: <see cref="SystemBrowser.Open"/>.</summary>
    public Action<string> OpenFile { get; init; } = SystemBrowser.Open;

    /// <summary>Runs the sample.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">Receives the results and the progress, and is cancelled when the user presses Ctrl-C.</param>
    protected abstract void Run(TOptions options, RunContext run);

    protected override void Run(TOptions options, CancellationToken cancellation) =>
        Run(options, new RunContext(Output, isTerminal, cancellation) { OpenFile = OpenFile });

    protected override void RestoreTerminal()
    {
        if (isTerminal)
        {
            BarDisplay.ShowCursor();
        }
    }
}
