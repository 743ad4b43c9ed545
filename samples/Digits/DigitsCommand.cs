using System.CommandLine;

namespace MLNetDeep.Samples.Digits;

/// <summary>The Digits program.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">Whether the output is a terminal: progress is then a bar; otherwise it is one line per epoch.</param>
internal sealed class DigitsCommand(TextWriter output, TextWriter error, bool isTerminal) : SampleCommand<DigitsOptions>(output, error)
{
    private readonly DigitsCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override DigitsOptions Read(ParseResult result) => _commandLine.Read(result);

    protected override void Run(DigitsOptions options, CancellationToken cancellation) =>
        new DigitsTraining(options, Output, isTerminal, cancellation).Run();
}
