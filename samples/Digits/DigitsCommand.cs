using System.CommandLine;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Digits;

/// <summary>The program: reads its options, trains, and turns what goes wrong into a line and an exit code.</summary>
/// <param name="output">Where results go.</param>
/// <param name="error">Where complaints go, one line each.</param>
/// <param name="isTerminal">Whether a person watches the output: then progress is drawn, else it is a line for each epoch.</param>
internal sealed class DigitsCommand(TextWriter output, TextWriter error, bool isTerminal)
{
    public int Run(IReadOnlyList<string> arguments)
    {
        var commandLine = new DigitsCommandLine();
        ParseResult result = commandLine.Command.Parse(arguments);
        if (result.Errors.Count > 0)
            return Complain(result.Errors[0].Message, ExitCodes.WrongOption);
        if (result.Action is not null)
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error });

        DigitsOptions options;
        try
        {
            options = commandLine.Read(result);
            DigitsTraining.Check(options);
        }
        catch (ArgumentException e)
        {
            return Complain(e.Message, ExitCodes.WrongOption);
        }
        return Run(options);
    }

    private int Run(DigitsOptions options)
    {
        using var cancellation = new CancellationTokenSource();
        ConsoleCancelEventHandler stop = (_, e) =>
        {
            e.Cancel = true;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += stop;
        try
        {
            new DigitsTraining(options, output, isTerminal, cancellation.Token).Run();
            return ExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            return Complain("Stopped.", ExitCodes.Interrupted);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException)
        {
            return Complain(e.Message, ExitCodes.Failure);
        }
        finally
        {
            Console.CancelKeyPress -= stop;
        }
    }

    private int Complain(string message, int exitCode)
    {
        error.WriteLine(message.ReplaceLineEndings(" "));
        return exitCode;
    }
}
