using System.CommandLine;

namespace MLNetDeep.Samples.Digits;

/// <summary>The Digits program: trains a network on handwritten digits, evaluates it and predicts with it.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
internal sealed class DigitsCommand(TextWriter output, TextWriter error, bool isTerminal)
    : TrainingCommand<DigitsOptions>(output, error, isTerminal)
{
    private readonly DigitsCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _commandLine.OptionNames;

    protected override DigitsOptions ReadOptions(ParseResult result) => _commandLine.Read(result);

    protected override void Run(DigitsOptions options, RunContext run) => new DigitsTraining(options, run).Run();
}
