using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The Sentiment program: trains a network to classify texts as positive or negative, evaluates it and uses it.</summary>
/// <param name="output">Receives the results.</param>
/// <param name="error">Receives error messages, one line each.</param>
/// <param name="isTerminal">True to show progress as a bar on the console, false to write lines to the output.</param>
/// <param name="keyboard">Reads the texts that the user types; null if the input or the output is redirected.</param>
internal sealed class SentimentCommand(TextWriter output, TextWriter error, bool isTerminal, TextReader? keyboard)
    : TrainingCommand<SentimentOptions>(output, error, isTerminal)
{
    private readonly SentimentCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _commandLine.OptionNames;

    protected override SentimentOptions ReadOptions(ParseResult result) => _commandLine.Read(result);

    protected override void Run(SentimentOptions options, RunContext run) => new SentimentProgram(options, run, keyboard).Run();
}
