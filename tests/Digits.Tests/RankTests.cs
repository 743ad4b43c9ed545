using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;
using Shared.Tests;

namespace Digits.Tests;

/// <summary>Trains on several ranks, which are threads here, and goes on from checkpoints.</summary>
public sealed class RankTests : IDisposable
{
    // Sums are added in another order than on one rank, and single precision has 7 digits.
    private const double Tolerance = 1e-4;

    private const string Epochs = "3";

    // One process trains without a break.
    private static readonly Lazy<JsonElement> s_whole = new(() =>
    {
        using SmallDigits data = new();
        return RunAlone(data, "--epochs", Epochs);
    });

    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ranks_give_the_result_of_one_process_and_the_first_alone_writes()
    {
        string others = Directory.CreateDirectory(_data.File("others")).FullName;
        string[] outputs = await RunAsync(3, rank => [.. Files(rank == 0 ? _data.Folder : others), "--epochs", Epochs]);

        CheckSame(s_whole.Value, ReadReport());
        Assert.StartsWith("Ranks: 3" + Environment.NewLine, outputs[0]);
        Assert.Contains("Epoch 3/3: loss ", outputs[0]);
        Assert.Contains("true 8, predicted 8", outputs[0]);
        Assert.True(File.Exists(_data.File("model.zip")));
        Assert.True(File.Exists(_data.File("report.html")));
        Assert.True(File.Exists(_data.File("checkpoint")));
        Assert.All(outputs[1..], output => Assert.Equal("", output));
        Assert.Empty(Directory.GetFileSystemEntries(others));
    }

    // After each epoch of 7 batches (200 rows, 32 in a batch) it stops, and goes on with more ranks. The first rank alone has the file.
    [Fact]
    public async Task A_training_goes_on_from_its_checkpoint_on_another_number_of_ranks()
    {
        SampleRun first = Run(_data, ["--epochs", "1", .. Resume(_data.File("checkpoint"))]);
        Assert.Equal((ExitCodes.Success, ""), (first.ExitCode, first.Error));
        Assert.Contains("There is no checkpoint ", first.Output);
        File.Copy(_data.File("checkpoint"), _data.File("copy"));

        foreach (int ranks in (int[])[2, 3])
        {
            string[] outputs = await RunAsync(ranks, rank =>
            [
                "--epochs", $"{ranks}", .. Resume(_data.File(rank == 0 ? "checkpoint" : $"none{rank}")), "--json", _data.File("report.json"),
                "--save", _data.File("model.zip"),
            ]);
            Assert.Contains($"The training goes on after {7 * (ranks - 1)} steps from the checkpoint ", outputs[0]);
            Assert.DoesNotContain($"Epoch {ranks - 1}/", outputs[0]);
        }

        CheckSame(s_whole.Value, ReadReport());

        // Alone, bit for bit.
        JsonElement alone = RunAlone(_data, ["--epochs", Epochs, .. Resume(_data.File("copy"))]);
        Assert.Equal(s_whole.Value.GetProperty("weightsSha256").GetString(), alone.GetProperty("weightsSha256").GetString());

        static string[] Resume(string checkpoint) => ["--checkpoint", checkpoint, "--resume"];
    }

    [Fact]
    public async Task Steps_that_ranks_take_alone_change_the_result()
    {
        await RunAsync(2, _ => ["--epochs", Epochs, "--local-steps", "3", "--save", _data.File("model.zip"), "--json", _data.File("report.json")]);
        JsonElement local = ReadReport();
        Assert.Equal(s_whole.Value.GetProperty("iterations").GetInt64(), local.GetProperty("iterations").GetInt64());
        double logLoss = s_whole.Value.GetProperty("logLoss").GetDouble();
        Assert.True(Math.Abs(local.GetProperty("logLoss").GetDouble() - logLoss) > 10 * Tolerance * logLoss, $"{local}");
    }

    [Theory]
    [InlineData("--mpi joins the processes that mpirun has started", "--mpi")]
    [InlineData("--local-steps needs --mpi", "--local-steps", "2")]
    [InlineData("--resume needs --checkpoint FILE", "--resume")]
    public void Options_that_miss_something_are_refused(string message, params string[] arguments)
    {
        SampleRun run = Run(_data, arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.ErrorLine);
    }

    [Theory]
    [InlineData("true", "--mpi=true")]
    [InlineData("false", "--mpi", "false")]
    public void The_option_mpi_takes_no_value(string value, params string[] arguments)
    {
        SampleRun run = SampleRun.Execute(
            (output, error) => new DigitsCommand(output, error, isTerminal: false) { JoinRanks = () => InProcessExchange.Create(1)[0] },
            ["--data", _data.Folder, "--save", _data.File("model.zip"), "--epochs", "1", .. arguments]);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.Equal($"Unrecognized command or argument '{value}'.", run.ErrorLine);
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused()
    {
        File.WriteAllText(_data.File("checkpoint"), "no checkpoint");
        SampleRun run = Run(_data, "--checkpoint", _data.File("checkpoint"), "--resume");
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

    private static SampleRun Run(SmallDigits data, params string[] arguments) => SampleRun.Execute(
        (output, error) => new DigitsCommand(output, error, isTerminal: false),
        ["--data", data.Folder, "--save", data.File("model.zip"), .. arguments]);

    private static JsonElement RunAlone(SmallDigits data, params string[] arguments)
    {
        SampleRun run = Run(data, [.. arguments, "--json", data.File("report.json")]);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return SampleRun.ReadReport(data.File("report.json"));
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
