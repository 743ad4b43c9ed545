using System.CommandLine;

namespace MLNetDeep.Samples.Digits;

/// <summary>The program.</summary>
/// <param name="output">Where results go.</param>
/// <param name="error">Where complaints go, one line each.</param>
/// <param name="isTerminal">Whether a person watches the output: then progress is drawn, else it is a line for each epoch.</param>
internal sealed class DigitsCommand(TextWriter output, TextWriter error, bool isTerminal) : SampleCommand<DigitsOptions>(output, error)
{
    private readonly DigitsCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override DigitsOptions Read(ParseResult result) => _commandLine.Read(result);

    protected override void Run(DigitsOptions options, CancellationToken cancellation) =>
        new DigitsTraining(options, Output, isTerminal, cancellation).Run();
}
