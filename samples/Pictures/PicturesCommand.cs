using System.CommandLine;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The Pictures program: trains a network to classify pictures, evaluates it and shows its most confident mistakes.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write one line per epoch.</param>
internal sealed class PicturesCommand(TextWriter output, TextWriter error, bool isTerminal) : SampleCommand<PicturesOptions>(output, error)
{
    private readonly PicturesCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _commandLine.OptionNames;

    protected override PicturesOptions ReadOptions(ParseResult result) => _commandLine.Read(result);

    protected override void Run(PicturesOptions options, CancellationToken cancellation) =>
        new PicturesTraining(options, Output, isTerminal, cancellation).Run();
}
