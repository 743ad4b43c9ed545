using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The Sentiment program.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">Whether the output is a terminal: progress is then a bar; otherwise it is one line per epoch.</param>
/// <param name="keyboard">The reader of typed texts; null if the input is not interactive.</param>
internal sealed class SentimentCommand(TextWriter output, TextWriter error, bool isTerminal, TextReader? keyboard)
    : SampleCommand<SentimentOptions>(output, error)
{
    private readonly SentimentCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override SentimentOptions Read(ParseResult result) => _commandLine.Read(result);

    protected override void Run(SentimentOptions options, CancellationToken cancellation) =>
        new SentimentProgram(options, Output, isTerminal, keyboard, cancellation).Run();
}
