using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Trains on several ranks, which are threads here, and goes on from checkpoints.</summary>
public sealed class RankTests : IDisposable
{
    // Sums are added in another order than on one rank, and single precision has 7 digits.
    private const double Tolerance = 1e-4;

    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ranks_give_the_result_of_one_process_and_the_first_alone_writes()
    {
        JsonElement alone = RunAlone("--epochs", "2");
        string others = Directory.CreateDirectory(_data.File("others")).FullName;
        string[] outputs = await RunAsync(3, rank => [.. Files(rank == 0 ? _data.Folder : others), "--epochs", "2"]);

        CheckSame(alone, ReadReport());
        Assert.StartsWith("Ranks: 3" + Environment.NewLine, outputs[0]);
        Assert.Contains("Epoch 2/2: loss ", outputs[0]);
        Assert.Contains("true 8, predicted 8", outputs[0]);
        Assert.True(File.Exists(_data.File("model.zip")));
        Assert.True(File.Exists(_data.File("report.html")));
        Assert.True(File.Exists(_data.File("checkpoint")));
        Assert.All(outputs[1..], output => Assert.Equal("", output));
        Assert.Empty(Directory.GetFileSystemEntries(others));
    }

    // The first rank alone has the file.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public async Task A_training_goes_on_from_its_checkpoint_on_another_number_of_ranks(int before, int after)
    {
        JsonElement whole = RunAlone("--epochs", "3");
        await RunAsync(before, rank => Checkpoint(rank, "1"));
        string[] outputs = await RunAsync(after, rank => [.. Checkpoint(rank, "3"), "--resume"]);

        // 200 rows in batches of 32.
        Assert.Contains("The training goes on after 7 steps from the checkpoint ", outputs[0]);
        Assert.DoesNotContain("Epoch 1/", outputs[0]);
        CheckSame(whole, ReadReport());

        string[] Checkpoint(int rank, string epochs) =>
        [
            "--epochs", epochs, "--checkpoint", _data.File(rank == 0 ? "checkpoint" : $"none{rank}"), "--json", _data.File("report.json"),
            "--save", _data.File("model.zip"),
        ];
    }

    [Fact]
    public void Alone_a_resumed_training_equals_an_uninterrupted_one_bit_for_bit()
    {
        string hash = RunAlone("--epochs", "3").GetProperty("weightsSha256").GetString()!;
        string[] checkpoint = ["--checkpoint", _data.File("checkpoint"), "--resume"];
        SampleRun first = Run(["--epochs", "1", .. checkpoint]);
        Assert.Equal((ExitCodes.Success, ""), (first.ExitCode, first.Error));
        Assert.Contains("There is no checkpoint ", first.Output);
        Assert.Equal(hash, RunAlone(["--epochs", "3", .. checkpoint]).GetProperty("weightsSha256").GetString());
    }

    [Fact]
    public async Task Steps_that_ranks_take_alone_change_the_weights()
    {
        string Hash() => ReadReport().GetProperty("weightsSha256").GetString()!;
        await RunAsync(2, _ => [.. Files(_data.Folder), "--epochs", "1"]);
        string inEachStep = Hash();
        await RunAsync(2, _ => [.. Files(_data.Folder), "--epochs", "1", "--local-steps", "3"]);
        Assert.NotEqual(inEachStep, Hash());
    }

    [Theory]
    [InlineData("--mpi joins the processes that mpirun has started", "--mpi")]
    [InlineData("--local-steps needs --mpi", "--local-steps", "2")]
    [InlineData("--resume needs --checkpoint FILE", "--resume")]
    public void Options_that_miss_something_are_refused(string message, params string[] arguments)
    {
        SampleRun run = Run(arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.ErrorLine);
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused()
    {
        File.WriteAllText(_data.File("checkpoint"), "no checkpoint");
        SampleRun run = Run("--checkpoint", _data.File("checkpoint"), "--resume");
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains(_data.File("checkpoint"), run.ErrorLine);
    }

    private static string[] Files(string folder) =>
    [
        "--save", Path.Combine(folder, "model.zip"), "--json", Path.Combine(folder, "report.json"), "--report", Path.Combine(folder, "report.html"),
        "--checkpoint", Path.Combine(folder, "checkpoint"),
    ];

    private Task<string[]> RunAsync(int ranks, Func<int, string[]> arguments) => RankRuns.ExecuteAsync(
        ranks,
        (output, error, join) => new DigitsCommand(output, error, isTerminal: false) { JoinRanks = join },
        rank => ["--data", _data.Folder, "--threads", "1", .. arguments(rank)]);

    private SampleRun Run(params string[] arguments) => SampleRun.Execute(
        (output, error) => new DigitsCommand(output, error, isTerminal: false),
        ["--data", _data.Folder, "--save", _data.File("model.zip"), .. arguments]);

    private JsonElement RunAlone(params string[] arguments)
    {
        SampleRun run = Run([.. arguments, "--json", _data.File("report.json")]);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return ReadReport();
    }

    private JsonElement ReadReport() => SampleRun.ReadReport(_data.File("report.json"));

    /// <summary>Checks that two trainings had the same result, up to the order of sums.</summary>
    internal static void CheckSame(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.GetProperty("iterations").GetInt64(), actual.GetProperty("iterations").GetInt64());
        Assert.Equal(expected.GetProperty("microAccuracy").GetDouble(), actual.GetProperty("microAccuracy").GetDouble());
        double logLoss = expected.GetProperty("logLoss").GetDouble();
        Assert.Equal(logLoss, actual.GetProperty("logLoss").GetDouble(), Tolerance * logLoss);
    }
}
