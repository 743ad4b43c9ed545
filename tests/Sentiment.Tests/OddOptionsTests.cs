using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests that whatever is wrong is reported as one line with exit code 1 or 2.</summary>
public sealed class OddOptionsTests : IDisposable
{
    private readonly SmallReviews _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Any_value_of_any_option_ends_with_success_or_one_line() => OddOptions.Check(
        arguments => SmallReviews.RunSample([.. arguments, "--texts", _data.Tsv, "--test-last", "20"]),
        "--data", "--imdb", "--tsv", "--texts", "--svg", "--file", "--save", "--load", "--json", "--test-last", "--report", "--checkpoint", "--open",
        "--watch");

    [Theory]
    [InlineData("--learning-rate", "-1", "--learning-rate is -1; accepted: above 0, finite.")]
    [InlineData("--words", "2147483648", "--words is '2147483648'; accepted: a whole number from -2147483648 to 2147483647.")]
    [InlineData("--min-count", "x", "--min-count is 'x'; accepted: a whole number from -9223372036854775808 to 9223372036854775807.")]
    [InlineData("--validation", "half", "--validation is 'half'; accepted: a number.")]
    [InlineData("--l2", "1e999", "--l2 is Infinity; accepted: 0 or more, finite.")]
    [InlineData("--threshold", "1e999", "--threshold is Infinity; accepted: finite numbers.")]
    [InlineData("--validation", "NaN", "--validation is NaN; accepted: 0 or more, below 1.")]
    public void A_message_has_the_name_of_the_option(string option, string value, string expected)
    {
        SampleRun run = SmallReviews.RunSample([option, value, "--texts", _data.Tsv]);
        Assert.Equal(ExitCodes.InvalidOption, run.ExitCode);
        Assert.StartsWith(expected, run.ErrorLine);
    }

    [Theory]
    [InlineData("--tsv")]
    [InlineData("--data")]
    [InlineData("--imdb")]
    [InlineData("--file")]
    [InlineData("--load")]
    [InlineData("--save")]
    [InlineData("--json")]
    [InlineData("--svg")]
    [InlineData("--checkpoint")]
    public void Any_path_that_cannot_be_used_is_reported(string option)
    {
        bool isOutput = option is "--save" or "--json" or "--svg" or "--checkpoint";
        string file = _data.File("file");
        File.WriteAllText(file, "x");
        List<string> paths = ["", "\0", Path.Combine(file, "child"), _data.File(new string('x', 300)), _data.File("no/such/file"), _data.Folder];
        if (!isOutput && option != "--file")
        {
            paths.Add(file);
        }

        if (OperatingSystem.IsLinux())
        {
            paths.AddRange(isOutput ? ["/proc/x"] : ["/proc/self/mem"]);
        }

        string[] others = option switch
        {
            "--tsv" or "--data" or "--imdb" or "--load" => [],
            "--svg" => ["--compare", "--texts", _data.Tsv],
            _ => ["--texts", _data.Tsv],
        };
        Assert.All(paths, path => OddOptions.CheckFailure(SmallReviews.RunSample([.. others, option, path]), $"{option} {path}"));
    }

    // A process of its own with 150 MB of memory. Two copies of the 12 million weights between 3500 units fit; with the optimizer's state they
    // do not.
    [Theory]
    [InlineData("; this process has 150", "--hidden", "1000000")]
    [InlineData("; this process has 150", "--hidden", "20000,20000")]
    [InlineData("; this process has 150", "--hidden", "3500,3500")]
    [InlineData("elements", "--hidden", "2147483647")]
    public async Task Too_little_memory_is_reported(string expected, params string[] arguments)
    {
        SampleRun run = await SampleProcess.RunAsync(
            typeof(SentimentCommand), [("DOTNET_GCHeapHardLimit", "0x9000000")], [.. arguments, "--texts", _data.Tsv]);
        OddOptions.CheckFailure(run, string.Join(' ', arguments));
        Assert.Contains(expected, run.ErrorLine);
    }

    [Theory]
    [InlineData("--words", "2147483647")]
    [InlineData("--ngrams", "2147483647")]
    [InlineData("--min-count", "9223372036854775807")]
    [InlineData("--batch-size", "2147483647")]
    [InlineData("--patience", "2147483647")]
    [InlineData("--folds", "2147483647")]
    [InlineData("--test-last", "2147483647")]
    [InlineData("--seed", "-2147483648")]
    [InlineData("--l2", "1.7e308")]
    [InlineData("--learning-rate", "5e-324")]
    [InlineData("--validation", "5e-324")]
    [InlineData("--dropout", "0.9999999999999999")]
    [InlineData("--threshold", "-1.7e308")]
    [InlineData("--threads", "2147483647")]
    [InlineData("--text", "\0")]
    public void The_largest_and_smallest_numbers_end_with_success_or_one_line(params string[] arguments) =>
        OddOptions.Check(SmallReviews.RunSample([.. arguments, "--texts", _data.Tsv, "--epochs", "2"]), string.Join(' ', arguments));

    // The F1 score of a model that calls no text positive is NaN.
    [Fact]
    public void Metrics_that_are_no_numbers_are_written()
    {
        string json = _data.File("report.json");
        JsonReport.Write(json, new SentimentReport(0.5, double.NaN, double.NegativeInfinity, 1, 2, 3, 4));
        Assert.Contains("\"areaUnderRocCurve\": \"NaN\"", File.ReadAllText(json));
        Assert.Contains("\"f1Score\": \"-Infinity\"", File.ReadAllText(json));
    }

    [Theory]
    [InlineData("latin-1")]
    [InlineData("LATIN_1")]
    [InlineData("iso8859-1")]
    [InlineData("cp1252")]
    [InlineData("utf8")]
    [InlineData("utf_8")]
    [InlineData("utf-8-sig")]
    public void Encodings_have_their_names_in_Python_too(string name)
    {
        SampleRun run = SmallReviews.RunSample("--texts", _data.Tsv, "--encoding", name, "--epochs", "1", "--test-last", "20");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains(name.StartsWith("utf", StringComparison.Ordinal) ? "encoding utf-8." : name == "cp1252" ? "encoding windows-1252." : "encoding iso-8859-1.", run.Output);
    }
}
