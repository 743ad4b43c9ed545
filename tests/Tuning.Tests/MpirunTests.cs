using System.Globalization;
using System.Text.Json;
using MLNetDeep.Mpi.Tests.Support;
using MLNetDeep.Samples;
using MLNetDeep.Samples.TuningSample;
using Samples.Tests;
using Shared.Tests;

namespace Tuning.Tests;

/// <summary>Runs the program by mpirun in two processes.</summary>
public sealed class MpirunTests : IDisposable
{
    private const int Trials = 60;

    private static readonly string[] s_same = ["bestTrial", "bestValues", "heldOut", "test", "epochs"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tuning-mpi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_search_of_two_processes_that_is_killed_ends_as_that_of_one()
    {
        MpiInstallation mpi = MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI");
        File.WriteAllLines(
            PathOf("texts.tsv"),
            Enumerable.Range(0, 120).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 2}\tw{i % 7} w{i % 5} w{i % 11} w{i % 2 * (i % 3)}")));
        JsonElement whole = Search("whole.jsonl");
        List<string> lines = [];
        using (ChildProcess program = mpi.StartCommand(
            ranks: 2, ["dotnet", typeof(TuningCommand).Assembly.Location, RankCommandLine.MpiName, .. Arguments("killed.jsonl"), "--parallel", "1"]))
        {
            using CancellationTokenSource timeout = new(ChildProcess.Timeout);
            while (lines.Count(line => line.Contains($" of {Trials}: ", StringComparison.Ordinal)) < 5)
            {
                lines.Add(Assert.IsType<string>(await program.Output.ReadLineAsync().WaitAsync(timeout.Token)));
            }

            Assert.Equal(0, ChildProcess.Run("kill", "-KILL", $"{program.Id}").ExitCode);
        }

        // Each line once, and from the first process alone.
        Assert.Equal("Ranks: 2", lines[0]);
        Assert.Equal(Enumerable.Range(1, 5), lines.Skip(1).Select(line => int.Parse(line.Split(" of ")[0], CultureInfo.InvariantCulture)));
        JsonElement continued = Search("killed.jsonl");
        Assert.All(s_same, name => Assert.Equal(whole.GetProperty(name).GetRawText(), continued.GetProperty(name).GetRawText()));
    }

    private string[] Arguments(string journal) =>
    [
        "sentiment", "--tsv", PathOf("texts.tsv"), "--trials", $"{Trials}", "--journal", PathOf(journal), "--svg", PathOf("trials.svg"), "--json", PathOf("report.json"),
    ];

    // The killed processes may have the journal open for a moment longer.
    private JsonElement Search(string journal)
    {
        SampleRun run;
        for (int attempt = 0; ; attempt++)
        {
            run = SampleRun.Execute((output, error) => new TuningCommand(output, error, isTerminal: false), Arguments(journal));
            if (attempt == 100 || !run.Error.Contains("used by another process", StringComparison.Ordinal))
            {
                break;
            }

            Thread.Sleep(100);
        }

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        return SampleRun.ReadReport(PathOf("report.json"));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
