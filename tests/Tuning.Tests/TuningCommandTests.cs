using System.Text.Json;
using System.Text.RegularExpressions;
using Digits.Tests;
using MLNetDeep.Samples.TuningSample;
using Samples.Tests;

namespace Tuning.Tests;

public sealed partial class TuningCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tuning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_search_that_is_continued_has_the_same_result()
    {
        using SmallDigits data = new();
        string[] arguments =
        [
            "digits", "--data", data.Folder, "--rows", "150", "--trials", "3", "--epochs", "3", "--json", PathOf("result.json"), "--save", PathOf("model.zip"),
        ];
        SampleRun whole = Run(arguments);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Error));
        JsonElement first = SampleRun.ReadReport(PathOf("result.json"));

        // 3 trials for 1 epoch, and one of them for 3.
        Assert.Equal(4, Progress().Count(whole.Output));
        Assert.Equal(1 + 1 + 3, first.GetProperty("epochs").GetInt32());
        Assert.InRange(first.GetProperty("test").GetDouble(), 0.5, 1);
        Assert.InRange(first.GetProperty("defaultTest").GetDouble(), 0.5, 1);
        Assert.All((string[])["trials.svg", "trials.progress.svg", "model.zip"], file => Assert.True(File.Exists(PathOf(file)), file));

        string[] lines = File.ReadAllLines(PathOf("search.jsonl"));
        File.WriteAllText(PathOf("search.jsonl"), string.Join('\n', lines[..3]) + "\n" + lines[3][..20]);
        SampleRun continued = Run(arguments);
        Assert.Equal(4 - 2, Progress().Count(continued.Output));
        JsonElement second = SampleRun.ReadReport(PathOf("result.json"));
        foreach (string name in (string[])["bestTrial", "bestValues", "heldOut", "test", "defaultTest", "epochs"])
        {
            Assert.Equal(first.GetProperty(name).GetRawText(), second.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public void Words_and_network_are_tuned_together_and_the_first_trial_has_the_defaults()
    {
        SampleRun run = Run("sentiment", "--trials", "1", "--json", PathOf("result.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("trial  accuracy  seconds  words  weighting  learning rate  units  dropout  epochs", run.Output, StringComparison.Ordinal);
        Assert.Contains("8 epochs in ", run.Output, StringComparison.Ordinal);
        JsonElement report = SampleRun.ReadReport(PathOf("result.json"));
        Assert.Equal(report.GetProperty("firstHeldOut").GetDouble(), report.GetProperty("heldOut").GetDouble());
        Assert.Equal(report.GetProperty("defaultTest").GetDouble(), report.GetProperty("test").GetDouble());
        Assert.InRange(report.GetProperty("test").GetDouble(), 0.7, 1);
    }

    [Theory]
    [InlineData("--tsv is not for digits.", "digits", "--tsv", "a.tsv")]
    [InlineData("--rows is not for sentiment.", "sentiment", "--rows", "5")]
    [InlineData("--rows must be at least 1, but it is 0.", "digits", "--rows", "0")]
    [InlineData("--trials is 0; accepted: 1 or more.", "digits", "--trials", "0")]
    public void Wrong_options_are_one_line(string message, params string[] arguments)
    {
        SampleRun run = Run(arguments);
        Assert.Equal((2, message), (run.ExitCode, run.ErrorLine.Replace("Error: ", "", StringComparison.Ordinal)));
    }

    private SampleRun Run(params string[] arguments) => SampleRun.Execute(
        (output, error) => new TuningCommand(output, error, isTerminal: false),
        [.. arguments, "--journal", PathOf("search.jsonl"), "--svg", PathOf("trials.svg")]);

    private string PathOf(string name) => Path.Combine(_folder, name);

    [GeneratedRegex(@"^ *\d+ of \d+: ", RegexOptions.Multiline)]
    private static partial Regex Progress();
}
