using System.Text.Json;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>The exit code and the output of a sample that was run.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a sample inside the test process.</summary>
    /// <param name="create">Creates the sample's command; its arguments receive the output and the error messages.</param>
    /// <param name="arguments">The command-line arguments.</param>
    public static SampleRun Execute<TOptions>(Func<TextWriter, TextWriter, SampleCommand<TOptions>> create, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = create(output, error).Run(arguments);
        return new SampleRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The error message. Fails if the error output is not a single line.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns the output lines after the last line that contains the text.</summary>
    public string OutputAfter(string text)
    {
        int end = Output.IndexOf('\n', Output.LastIndexOf(text, StringComparison.Ordinal));
        return Output[(end + 1)..];
    }

    /// <summary>Reads the JSON report that a sample wrote.</summary>
    public static JsonElement ReadReport(string path)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(path));
        return report.RootElement.Clone();
    }
}
