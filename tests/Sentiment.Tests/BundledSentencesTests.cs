using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MLNetDeep.Samples;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Tests that the sample reaches its documented results on the bundled sentences.</summary>
public sealed partial class BundledSentencesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sentences-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_options_the_sample_trains_evaluates_and_shows_the_ranked_words()
    {
        string json = Path.Combine(_folder, "report.json");
        SampleRun run = SmallReviews.RunSample("--json", json);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        Assert.Contains("Epoch 8/8: loss ", run.Output);
        Assert.Contains("Confusion table", run.Output);
        string[] words = run.Output.Split('\n')
            .SkipWhile(line => !line.StartsWith("Most positive words", StringComparison.Ordinal)).Skip(1).Take(10).ToArray();
        Assert.All(words, line => Assert.Matches(@"^ \+\d\.\d{3} \w.* -\d\.\d{3} \w", line));
        Assert.Contains(words, line => RankedWords().Match(line).Groups[1].Value == "great");
        Assert.Contains(words, line => RankedWords().Match(line).Groups[2].Value == "bad");

        JsonElement report = SampleRun.ReadReport(json);
        Assert.Equal(
            ["accuracy", "areaUnderRocCurve", "f1Score", "vocabulary", "parameters", "epochs", "secondsPerEpoch"],
            report.EnumerateObject().Select(property => property.Name));
        double Value(string name) => report.GetProperty(name).GetDouble();
        Assert.InRange(Value("accuracy"), 0.79, 0.85); // a random test set of about 600 rows; cross-validation has about 0.83
        Assert.InRange(Value("areaUnderRocCurve"), 0.87, 0.95);
        Assert.InRange(Value("f1Score"), 0.79, 0.86);
        Assert.InRange(Value("vocabulary"), 20_000, 24_000);
        Assert.Equal((Value("vocabulary") * 16) + 16 + 16 + 1, Value("parameters"));
        Assert.Equal(8, Value("epochs"));
        Assert.True(Value("secondsPerEpoch") > 0);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Accuracy {Value("accuracy"):F4} on the held-out rows."), run.Output);
    }

    // For comparison, scikit-learn's logistic regression on a binary bag of words reaches 0.811 on these sentences.
    [Fact]
    public void Five_fold_cross_validation_has_an_accuracy_above_0_82()
    {
        string json = Path.Combine(_folder, "report.json");
        SampleRun run = SmallReviews.RunSample("--folds", "5", "--json", json);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        double[][] folds = [.. FoldRow().Matches(run.Output).Select(
            match => match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(5, folds.Length);
        JsonElement report = SampleRun.ReadReport(json);
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.82, 0.86);
        string[] names = ["accuracy", "areaUnderRocCurve", "f1Score"];
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal(folds.Average(fold => fold[i]), report.GetProperty(names[i]).GetDouble(), 1e-4);
        }

        Assert.Equal(8, report.GetProperty("epochs").GetDouble());
    }

    [GeneratedRegex(@"^ \S+ (\S.*?) +-\d\.\d{3} (.*?)\r?$")]
    private static partial Regex RankedWords();

    [GeneratedRegex(@"^\d +(0\.\d{4}) +(0\.\d{4}) +(0\.\d{4})\r?$", RegexOptions.Multiline)]
    private static partial Regex FoldRow();
}
