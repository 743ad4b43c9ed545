using System.CommandLine;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The DigitsWeb program: serves the page until Ctrl-C or a signal ends it.</summary>
/// <param name="output">Receives the address of the page.</param>
/// <param name="error">Receives error messages, one line each.</param>
internal sealed class DigitsWebCommand(TextWriter output, TextWriter error)
    : SampleCommand<IReadOnlyDictionary<string, string?>>(output, error)
{
    private readonly DigitsWebCommandLine _commandLine = new();

    protected override RootCommand Command => _commandLine.Command;

    protected override IEnumerable<(string Name, Option Option)> OptionNames => _commandLine.OptionNames;

    protected override IReadOnlyDictionary<string, string?> ReadOptions(ParseResult result) => _commandLine.Read(result);

    protected override void Run(IReadOnlyDictionary<string, string?> options, CancellationToken cancellation) =>
        RunAsync(options, cancellation).GetAwaiter().GetResult();

    private async Task RunAsync(IReadOnlyDictionary<string, string?> options, CancellationToken cancellation)
    {
        await using WebApplication server = WebServer.Create(options);
        await server.StartAsync(cancellation).ConfigureAwait(false);
        foreach (string url in server.Urls)
        {
            Output.WriteLine($"Draw a digit at {url}; the API is described at {url}/scalar. Ctrl-C ends the server.");
        }

        await server.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
    }
}
