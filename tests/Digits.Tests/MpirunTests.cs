using System.Text.Json;
using MLNetDeep.Mpi.Tests.Support;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;
using Shared.Tests;

namespace Digits.Tests;

/// <summary>Runs the program by mpirun in two processes.</summary>
public sealed class MpirunTests : IDisposable
{
    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Two_processes_give_the_result_of_one_and_write_once()
    {
        using ChildProcess program = Start("--epochs", "1", "--checkpoint", _data.File("checkpoint"), "--json", _data.File("mpi.json"));
        JsonElement alone = RunAlone("--epochs", "1");
        (int exitCode, string output, string error) = await program.WaitAsync();
        Assert.Equal((ExitCodes.Success, ""), (exitCode, error));
        Assert.All(["Ranks: 2", "Epoch 1/1: loss ", "Micro accuracy: ", "predicted 8"], text => Assert.Equal(1, Count(output, text)));
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n' && c != '\r');
        RankTests.CheckSame(alone, SampleRun.ReadReport(_data.File("mpi.json")));
        Assert.Equal(["alone.zip", "checkpoint", "model.zip", "mpi.json", "report.json"], NewFiles());

        // One process goes on where two have stopped.
        JsonElement whole = RunAlone("--epochs", "2");
        RankTests.CheckSame(whole, RunAlone("--epochs", "2", "--checkpoint", _data.File("checkpoint"), "--resume"));
    }

    [Fact]
    public async Task A_wrong_option_is_reported_once()
    {
        using ChildProcess program = Start("--dropout", "1");
        (int exitCode, string output, string error) = await program.WaitAsync();
        Assert.Equal(ExitCodes.InvalidOption, exitCode);
        Assert.Equal("", output);
        Assert.Equal(1, Count(error, "--dropout is 1; accepted: 0 or more, below 1."));
    }

    // MPICH is preferred, because Open MPI kills what has not ended after a second, which is too short on a busy machine. More seconds are always
    // waited for.
    [Fact]
    public async Task Ctrl_C_ends_all_processes_after_the_same_batch_and_saves_the_checkpoint()
    {
        string file = _data.File("checkpoint");
        MpiInstallation? mpich = MpiInstallation.Mpich;
        string[] patience = mpich is null ? ["--mca", "odls_base_sigkill_timeout", "5"] : [];
        using ChildProcess program = Start(mpich, patience, "--epochs", "1000000", "--checkpoint", file);
        using CancellationTokenSource timeout = new(ChildProcess.Timeout);
        string? line;
        do
        {
            line = await program.Output.ReadLineAsync().WaitAsync(timeout.Token);
        }
        while (line is not null && !line.StartsWith("Epoch 2/", StringComparison.Ordinal));
        Assert.NotNull(line);
        Assert.Equal(0, ChildProcess.Run("kill", "-INT", $"{program.Id}").ExitCode);
        (_, string output, string error) = await program.WaitAsync();
        Assert.Equal(1, Count(error, "Stopped."));
        Assert.DoesNotContain("Micro accuracy", output);

        // 200 rows in batches of 32 are 7 batches. A partial epoch counts its batches.
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(file);
        Assert.True(checkpoint.History.Length >= 2);
        Assert.Equal((7 * checkpoint.History.Length) + checkpoint.Batch, checkpoint.Steps);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private ChildProcess Start(params string[] arguments) => Start(null, [], arguments);

    private ChildProcess Start(MpiInstallation? mpi, string[] launcherOptions, params string[] arguments) =>
        (mpi ?? MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI")).StartCommand(
        ranks: 2,
        [
            .. launcherOptions, "dotnet", typeof(DigitsCommand).Assembly.Location, RankCommandLine.MpiName, "--data", _data.Folder, "--save", _data.File("model.zip"),
            .. arguments,
        ]);

    private JsonElement RunAlone(params string[] arguments)
    {
        SampleRun run = SampleRun.Execute(
            (output, error) => new DigitsCommand(output, error, isTerminal: false),
            ["--data", _data.Folder, "--save", _data.File("alone.zip"), "--json", _data.File("report.json"), .. arguments]);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return SampleRun.ReadReport(_data.File("report.json"));
    }

    private IEnumerable<string?> NewFiles() =>
        Directory.GetFiles(_data.Folder).Select(Path.GetFileName).Where(name => !name!.EndsWith("-ubyte", StringComparison.Ordinal)).Order();
}
