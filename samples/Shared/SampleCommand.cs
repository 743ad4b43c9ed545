using System.CommandLine;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>A sample's program: reads the options, runs, and reports an error as one line and an exit code.</summary>
/// <typeparam name="TOptions">The sample's options.</typeparam>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
internal abstract class SampleCommand<TOptions>(TextWriter output, TextWriter error)
{
    /// <summary>Receives the results.</summary>
    protected TextWriter Output { get; } = output;

    public int Run(IReadOnlyList<string> arguments)
    {
        ParseResult result = Command.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            return ReportError(result.Errors[0].Message, ExitCodes.WrongOption);
        }

        if (result.Action is not null)
        {
            return result.Invoke(new InvocationConfiguration { Output = Output, Error = error });
        }

        TOptions options;
        try
        {
            options = Read(result);
        }
        catch (ArgumentException e)
        {
            return ReportError(ProblemText.Of(e), ExitCodes.WrongOption);
        }

        return Run(options);
    }

    /// <summary>The command-line options.</summary>
    protected abstract RootCommand Command { get; }

    /// <summary>Reads the options from the parsed command line.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    protected abstract TOptions Read(ParseResult result);

    /// <summary>Runs the sample.</summary>
    protected abstract void Run(TOptions options, CancellationToken cancellation);

    private int Run(TOptions options)
    {
        using CancellationTokenSource cancellation = new();
        ConsoleCancelEventHandler stop = (_, e) =>
        {
            e.Cancel = true;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += stop;
        try
        {
            Run(options, cancellation.Token);
            return ExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            return ReportError("Stopped.", ExitCodes.Interrupted);
        }
        catch (Exception e) when (FindProblem(e) is { } problem)
        {
            return ReportError(ProblemText.Of(problem), ExitCodes.Failure);
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    // The exception that describes a problem with files or data. ML.NET wraps exceptions from its background reading threads.
    private static Exception? FindProblem(Exception? e) => e switch
    {
        null or IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException => e,
        InvalidOperationException or AggregateException => FindProblem(e.InnerException),
        _ => null,
    };

    private int ReportError(string message, int exitCode)
    {
        error.WriteLine(message.ReplaceLineEndings(" ").Replace(" \t", " ", StringComparison.Ordinal));
        return exitCode;
    }
}
