using System.CommandLine;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The Pictures program: trains a network to classify pictures, evaluates it and shows its most confident mistakes.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
internal sealed class PicturesCommand(TextWriter output, TextWriter error, bool isTerminal)
    : TrainingCommand<PicturesOptions>(output, error, isTerminal)
{
    private readonly PicturesCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _commandLine.OptionNames;

    protected override PicturesOptions ReadOptions(ParseResult result) => _commandLine.Read(result);

    protected override void Run(PicturesOptions options, RunContext run) => new PicturesTraining(options, run).Run();
}
