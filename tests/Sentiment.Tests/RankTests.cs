using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>Trains on several ranks, which are threads here, and goes on from checkpoints.</summary>
public sealed class RankTests : IDisposable
{
    private readonly SmallReviews _data = new();
    private readonly string _others;

    public RankTests() => _others = Directory.CreateDirectory(_data.File("others")).FullName;

    public void Dispose() => _data.Dispose();

    // The number that is compared depends on every weight. Sums are added in another order than on one rank.
    [Theory]
    [InlineData("--patience", "2", "--epochs", "6")]
    [InlineData("--compare", "--epochs", "2")]
    [InlineData("--network", "embedding", "--epochs", "2")]
    public async Task Ranks_give_the_result_of_one_process_and_the_first_alone_writes(params string[] arguments)
    {
        string[] options = ["--threads", "1", "--text", "good bad film", .. arguments];
        SampleRun alone = _data.Run([.. Files(0), .. options]);
        Assert.Equal((ExitCodes.Success, ""), (alone.ExitCode, alone.Error));
        JsonElement expected = SampleRun.ReadReport(_data.File("report.json"));
        string[] outputs = await RunAsync(rank => [.. Files(rank), .. options]);

        JsonElement actual = SampleRun.ReadReport(_data.File("report.json"));
        Assert.All(["accuracy", "areaUnderRocCurve", "epochs", "vocabulary"], name =>
            Assert.Equal(expected.GetProperty(name).GetDouble(), actual.GetProperty(name).GetDouble(), 1e-9));
        Assert.Equal(Prediction(alone.Output), Prediction(outputs[0]));
        Assert.Equal("", outputs[1]);
        Assert.Empty(Directory.GetFileSystemEntries(_others));

        static string Prediction(string output) => output.Split('\n').Single(line => line.TrimEnd().EndsWith("good bad film", StringComparison.Ordinal));

        string[] Files(int rank)
        {
            string folder = rank == 0 ? _data.Folder : _others;
            string[] comparison = arguments.Contains("--compare") ? ["--svg", Path.Combine(folder, "curves.svg")] : [];
            return
            [
                "--save", Path.Combine(folder, "model.zip"), "--json", Path.Combine(folder, "report.json"),
                "--checkpoint", Path.Combine(folder, "checkpoint"), .. comparison,
            ];
        }
    }

    [Fact]
    public async Task Ranks_cross_validate_together()
    {
        string[] options = ["--folds", "2", "--epochs", "1", "--threads", "1", "--json"];
        SampleRun alone = _data.Run([.. options, _data.File("report.json")]);
        string[] outputs = await RunAsync(rank => [.. options, Path.Combine(rank == 0 ? _data.Folder : _others, "report.json")]);
        Assert.Equal(alone.OutputAfter("Fold "), outputs[0][(outputs[0].IndexOf('\n', outputs[0].IndexOf("Fold ", StringComparison.Ordinal)) + 1)..]);
        Assert.Equal("", outputs[1]);
        Assert.Empty(Directory.GetFileSystemEntries(_others));
    }

    [Fact]
    public async Task A_training_goes_on_from_its_checkpoint_on_another_number_of_ranks()
    {
        string[] options = ["--validation", "0.2", "--threads", "1", "--checkpoint"];
        SampleRun first = _data.Run([.. options, _data.File("checkpoint"), "--epochs", "1"]);
        Assert.Equal((ExitCodes.Success, ""), (first.ExitCode, first.Error));
        SampleRun whole = _data.Run("--validation", "0.2", "--epochs", "3");
        string[] outputs = await RunAsync(rank => [.. options, Path.Combine(rank == 0 ? _data.Folder : _others, "checkpoint"), "--epochs", "3", "--resume"]);
        Assert.DoesNotContain("Epoch 1/", outputs[0]);
        string[] figures = ["Accuracy:", "Area under ROC curve:", "Epoch 3/3: loss "];
        Assert.All(figures, name => Assert.Equal(Figure(whole.Output, name), Figure(outputs[0], name)));

        static string Figure(string output, string name) =>
            output.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(", ")[0].Trim();
    }

    private Task<string[]> RunAsync(Func<int, string[]> arguments) => RankRuns.ExecuteAsync(
        ranks: 2,
        (output, error, join) => new SentimentCommand(output, error, isTerminal: false, keyboard: null) { JoinRanks = join },
        rank => ["--tsv", _data.Tsv, .. arguments(rank)]);
}
