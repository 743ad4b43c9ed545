using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>
/// Base class of the programs that train: their runs show progress, on a terminal as a bar. With the option --mpi, the processes that mpirun
/// has started (ranks) train together, and the first one writes results and files.
/// </summary>
/// <typeparam name="TOptions">The type that holds the sample's options.</typeparam>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
internal abstract class TrainingCommand<TOptions>(TextWriter output, TextWriter error, bool isTerminal) : SampleCommand<TOptions>(output, error)
{
    // An error that all ranks have is written by the first one, which then ends. Until mpirun has ended the others, they keep silent.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);

    private IGradientExchange? _ranks;

    /// <summary>Opens an HTML file in the browser; throws an <see cref="IOException"/> if it cannot. Default: <see cref="SystemBrowser.Open"/>.</summary>
    public Action<string> OpenFile { get; init; } = SystemBrowser.Open;

    /// <summary>Joins the ranks if the command line has --mpi. Default: by MPI.</summary>
    public Func<IGradientExchange> JoinRanks { get; init; } = RankCommandLine.Join;

    protected override bool IsMain => _ranks is null or { Rank: 0 };

    // mpirun passes Ctrl-C on as a request to end.
    protected override bool StopsOnTermination => _ranks is not null;

    /// <summary>Runs the sample.</summary>
    /// <param name="options">The options.</param>
    /// <param name="run">Receives the results and the progress, and is cancelled when the user presses Ctrl-C.</param>
    protected abstract void Run(TOptions options, RunContext run);

    // Before the command line is parsed, so that what is wrong with it is written once.
    protected override void Begin(IReadOnlyList<string> arguments)
    {
        if (arguments.Contains(RankCommandLine.MpiName) && Command.Options.Any(option => option.Name == RankCommandLine.MpiName))
        {
            _ranks = JoinRanks();
        }
    }

    // Open MPI gives the ranks a terminal even if its own output is a file, and a bar would fill a file with control characters.
    protected override void Run(TOptions options, CancellationToken cancellation)
    {
        if (_ranks is not null)
        {
            Output.WriteLine($"Ranks: {_ranks.Size}");
        }

        Run(options, new RunContext(Output, isTerminal && _ranks is null, cancellation) { OpenFile = OpenFile, Ranks = _ranks });
    }

    protected override string? DescribeError(string message, int exitCode)
    {
        if (IsMain)
        {
            return message;
        }

        if (exitCode == ExitCodes.Interrupted)
        {
            return null;
        }

        Thread.Sleep(s_silence);
        return $"Rank {_ranks!.Rank}: {message}";
    }

    protected override void RestoreTerminal()
    {
        if (isTerminal)
        {
            BarDisplay.ShowCursor();
        }
    }
}
