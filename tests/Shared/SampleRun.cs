using System.Text.Json;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>What a run of a sample's command gave.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command.</summary>
    /// <param name="create">Makes the command from where its results and its complaints go.</param>
    /// <param name="arguments">The command line.</param>
    public static SampleRun Of<TOptions>(Func<TextWriter, TextWriter, SampleCommand<TOptions>> create, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = create(output, error).Run(arguments);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The only line of complaint.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The lines after the last one that has a text in it.</summary>
    public string OutputAfter(string text)
    {
        int end = Output.IndexOf('\n', Output.LastIndexOf(text, StringComparison.Ordinal));
        return Output[(end + 1)..];
    }

    /// <summary>Reads a report that a run wrote.</summary>
    public static JsonElement ReadReport(string path)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(path));
        return report.RootElement.Clone();
    }
}
