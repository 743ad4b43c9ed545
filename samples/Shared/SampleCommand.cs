using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>
/// Base class of the samples' programs: parses the command line, runs the sample, and reports an error as one line and an exit code.
/// </summary>
/// <typeparam name="TOptions">The type that holds the sample's options.</typeparam>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
internal abstract class SampleCommand<TOptions>(TextWriter output, TextWriter error)
{
    /// <summary>Receives the results.</summary>
    protected TextWriter Output { get; } = output;

    /// <summary>Runs the sample with command-line arguments and returns the exit code.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        using CancellationTokenSource cancellation = new();
        try
        {
            return Run(arguments, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ReportError("Stopped.", ExitCodes.Interrupted);
        }
        catch (Exception e)
        {
            return ReportError(ErrorMessage.From(e, OptionNames), e is ArgumentException ? ExitCodes.InvalidOption : ExitCodes.Failure);
        }
    }

    /// <summary>The command with all of the sample's options.</summary>
    protected abstract RootCommand Command { get; }

    /// <summary>The options by the names that the library has for them in its messages.</summary>
    protected virtual IEnumerable<(string Name, Option Option)> OptionNames => [];

    /// <summary>Converts the parsed command line to the sample's options.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    protected abstract TOptions ReadOptions(ParseResult result);

    /// <summary>Runs the sample.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancelled when the user presses Ctrl-C.</param>
    protected abstract void Run(TOptions options, CancellationToken cancellation);

    private int Run(IReadOnlyList<string> arguments, CancellationTokenSource cancellation)
    {
        ParseResult result = Command.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            return ReportError(ErrorMessage.FromParser(result.Errors[0].Message), ExitCodes.InvalidOption);
        }

        if (result.Action is not null)
        {
            return result.Invoke(new InvocationConfiguration { Output = Output, Error = error, EnableDefaultExceptionHandler = false });
        }

        ConsoleCancelEventHandler stop = (_, e) =>
        {
            e.Cancel = true;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += stop;
        try
        {
            Run(ReadOptions(result), cancellation.Token);
            return ExitCodes.Success;
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    private int ReportError(string message, int exitCode)
    {
        ErrorMessage.Write(error, message);
        return exitCode;
    }
}
