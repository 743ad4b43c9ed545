using MLNetDeep.Samples;
using MLNetDeep.Samples.FunctionFit;
using Samples.Tests;

namespace FunctionFit.Tests;

/// <summary>Tests that whatever is wrong is reported as one line with exit code 1 or 2.</summary>
public sealed class OddOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Any_value_of_any_option_ends_with_success_or_one_line() =>
        OddOptions.Check(arguments => Run(["linear", .. arguments, "--svg", Path.Combine(_folder, "fit.svg")]), "--json", "--svg", "--report", "--open", "--watch");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Linear")]
    [InlineData("linear", "curve")]
    [InlineData]
    public void Any_other_function_is_reported(params string[] arguments)
    {
        SampleRun run = Run(arguments);
        OddOptions.CheckFailure(run, string.Join(' ', arguments));
        Assert.Equal(ExitCodes.InvalidOption, run.ExitCode);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--svg")]
    public void Any_path_that_cannot_be_used_is_reported(string option)
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "x");
        List<string> paths = ["", "\0", Path.Combine(file, "child"), Path.Combine(_folder, new string('x', 300)), Path.Combine(_folder, "no/file"), _folder];
        if (OperatingSystem.IsLinux())
        {
            paths.Add("/proc/x");
        }

        string[] svg = option == "--svg" ? [] : ["--svg", Path.Combine(_folder, "fit.svg")];
        Assert.All(paths, path => OddOptions.CheckFailure(Run(["linear", option, path, .. svg]), $"{option} {path}"));
    }

    private static SampleRun Run(params string[] arguments) =>
        SampleRun.Execute((output, error) => new FunctionFitCommand(output, error, isTerminal: false), arguments);
}
