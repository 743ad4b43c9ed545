using System.CommandLine;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>A sample's program: reads its options, runs, and turns what goes wrong into a line and an exit code.</summary>
/// <typeparam name="TOptions">The options as the sample wants them.</typeparam>
/// <param name="output">Where results go.</param>
/// <param name="error">Where complaints go, one line each.</param>
internal abstract class SampleCommand<TOptions>(TextWriter output, TextWriter error)
{
    /// <summary>Where results go.</summary>
    protected TextWriter Output { get; } = output;

    public int Run(IReadOnlyList<string> arguments)
    {
        ParseResult result = Command.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            return Complain(result.Errors[0].Message, ExitCodes.WrongOption);
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
            return Complain(ProblemText.Of(e), ExitCodes.WrongOption);
        }
        return Run(options);
    }

    /// <summary>The options on the command line.</summary>
    protected abstract RootCommand Command { get; }

    /// <summary>The options as the sample wants them.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message says which and what is accepted.</exception>
    protected abstract TOptions Read(ParseResult result);

    /// <summary>Does what the sample is for.</summary>
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
            return Complain("Stopped.", ExitCodes.Interrupted);
        }
        catch (Exception e) when (FindProblem(e) is { } problem)
        {
            return Complain(ProblemText.Of(problem), ExitCodes.Failure);
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    // What is wrong with files and data. ML.NET wraps what goes wrong while it reads ahead on other threads.
    private static Exception? FindProblem(Exception? e) => e switch
    {
        null or IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException => e,
        InvalidOperationException or AggregateException => FindProblem(e.InnerException),
        _ => null,
    };

    private int Complain(string message, int exitCode)
    {
        error.WriteLine(message.ReplaceLineEndings(" ").Replace(" \t", " ", StringComparison.Ordinal));
        return exitCode;
    }
}
