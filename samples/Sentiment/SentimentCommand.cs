using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The program.</summary>
/// <param name="output">Where results go.</param>
/// <param name="error">Where complaints go, one line each.</param>
/// <param name="isTerminal">Whether a person watches the output: then progress is drawn, else it is a line for each epoch.</param>
/// <param name="keyboard">Where a person types texts; null where there is nobody.</param>
internal sealed class SentimentCommand(TextWriter output, TextWriter error, bool isTerminal, TextReader? keyboard)
    : SampleCommand<SentimentOptions>(output, error)
{
    private readonly SentimentCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override SentimentOptions Read(ParseResult result) => _commandLine.Read(result);

    protected override void Run(SentimentOptions options, CancellationToken cancellation) =>
        new SentimentProgram(options, Output, isTerminal, keyboard, cancellation).Run();
}
