using System.CommandLine;
using System.Runtime.InteropServices;

namespace MLNetDeep.Samples;

/// <summary>
/// Base class of the samples' programs: parses the command line, runs the sample, and reports an error as one line and an exit code.
/// </summary>
/// <typeparam name="TOptions">The type that holds the sample's options.</typeparam>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
internal abstract class SampleCommand<TOptions>(TextWriter output, TextWriter error)
{
    /// <summary>Receives the results. Of several processes that work together, only the first one has results to write.</summary>
    protected TextWriter Output => IsMain ? output : TextWriter.Null;

    /// <summary>Runs the sample with command-line arguments and returns the exit code.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        using CancellationTokenSource cancellation = new();
        try
        {
            Begin(arguments);
            return Run(arguments, cancellation);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && IsCancellation(e))
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

    /// <summary>Whether this process writes the results: it works alone, or is the first of several that work together.</summary>
    protected virtual bool IsMain => true;

    /// <summary>
    /// Whether a launcher has started this process, which may ask it to end by SIGTERM. That ends the run at the next batch or row, as Ctrl-C does.
    /// </summary>
    protected virtual bool StopsOnTermination => false;

    /// <summary>The options by the names that the library has for them in its messages.</summary>
    protected virtual IEnumerable<(string Name, Option Option)> OptionNames => [];

    /// <summary>Converts the parsed command line to the sample's options.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    protected abstract TOptions ReadOptions(ParseResult result);

    /// <summary>Runs the sample.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancelled when the user presses Ctrl-C.</param>
    protected abstract void Run(TOptions options, CancellationToken cancellation);

    /// <summary>Called before the command line is parsed.</summary>
    /// <param name="arguments">The command-line arguments.</param>
    protected virtual void Begin(IReadOnlyList<string> arguments)
    {
    }

    /// <summary>Returns the error message that this process writes for an error.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="exitCode">The code with which the process ends.</param>
    /// <returns>The message; null to write none.</returns>
    protected virtual string? DescribeError(string message, int exitCode) => message;

    /// <summary>Called when the user presses Ctrl-C again, before the program ends at once.</summary>
    protected virtual void RestoreTerminal()
    {
    }

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

        // The first Ctrl-C ends the run at the next batch or row, the second one ends the program at once. Launchers send several signals for one
        // Ctrl-C, and end a program that does not end by itself.
        ConsoleCancelEventHandler stop = (_, e) =>
        {
            e.Cancel = StopsOnTermination || !cancellation.IsCancellationRequested;
            cancellation.Cancel();
            if (!e.Cancel)
            {
                RestoreTerminal();
            }
        };
        Console.CancelKeyPress += stop;
        using PosixSignalRegistration? termination = StopsOnTermination ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            cancellation.Cancel();
        }) : null;
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

    // ML.NET wraps the exceptions of its background threads.
    private static bool IsCancellation(Exception? e) => e is not null && (e is OperationCanceledException || IsCancellation(e.InnerException));

    private int ReportError(string message, int exitCode)
    {
        if (DescribeError(message, exitCode) is { } description)
        {
            ErrorMessage.Write(error, description);
        }

        return exitCode;
    }
}
