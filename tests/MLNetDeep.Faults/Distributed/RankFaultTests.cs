using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Faults.Kills;
using MLNetDeep.Faults.Support;
using MLNetDeep.Mpi.Tests.Support;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Distributed;

/// <summary>Trainings on two ranks that lose a rank, a link or the room for a checkpoint at a random step.</summary>
public sealed partial class RankFaultTests : IDisposable
{
    // The time between two steps of a training that is to be disturbed, so that the fault comes within it.
    private const int Pause = 15;

    // The last step that is disturbed. A short run disturbs early steps, as it waits for them.
    private static readonly int s_lastStep = Effort.Factor == 1 ? 10 : Victim.Batches - 11;

    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(19);
    private readonly List<double> _seconds = [];
    private readonly MpiInstallation _mpi = MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI");

    private static int Repetitions => Effort.Factor == 1 ? 1 : 5 * Effort.Factor;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_rank_ends_the_training_which_resumes_on_another_number_of_ranks()
    {
        for (int i = 0; i < Repetitions; i++)
        {
            string folder = Directory.CreateDirectory(_folder.File($"{i}")).FullName;
            using (RankRun run = Start(ranks: 2, folder))
            {
                await run.WaitForStepsAsync(_random.Next(1, s_lastStep + 1));
                run.Kill(rank: i % 2);
                await AssertEndsAsync(run, $"process rank {i % 2} with PID");
            }

            await AssertResumesAsync(folder, ranks: (i % 3) + 1);
        }

        AddFigures("a rank killed at a random step", "resumed on 1, 2 or 3 ranks");
    }

    [Fact(Explicit = true)]
    public async Task A_full_disk_ends_the_training_with_the_name_of_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        for (int i = 0; i < Repetitions; i++)
        {
            string disk = Directory.CreateDirectory(_folder.File($"{i}")).FullName;
            Assert.SkipUnless(SmallDisk.TryMount(disk, "256k"), "The system does not allow a mount.");
            try
            {
                using (RankRun run = Start(ranks: 2, disk))
                {
                    await run.WaitForStepsAsync(_random.Next(1, s_lastStep + 1));
                    Fill(Path.Combine(disk, "filler"));
                    await AssertEndsAsync(run, $"error: No space left on device : '{Path.Combine(disk, Victim.CheckpointFile)}");
                }

                File.Delete(Path.Combine(disk, "filler"));
                await AssertResumesAsync(disk, ranks: 2);
            }
            finally
            {
                SmallDisk.Unmount(disk);
            }
        }

        AddFigures("a full disk at a checkpoint", "resumed with room");
    }

    [Fact(Explicit = true)]
    public async Task A_link_that_is_cut_for_good_ends_the_training()
    {
        for (int i = 0; i < Repetitions; i++)
        {
            string folder = Directory.CreateDirectory(_folder.File($"{i}")).FullName;
            using (Hosts hosts = Hosts.Start())
            using (RankRun run = StartOnHosts(folder))
            {
                // mpirun finds that the host is gone before the ranks' deadline: see hosts.sh.
                await run.WaitForStepsAsync(_random.Next(1, s_lastStep + 1));
                hosts.Cut();
                await AssertEndsAsync(run, "ORTE has lost communication with a remote daemon");
            }

            await AssertResumesAsync(folder, ranks: 2);
        }

        AddFigures("a link cut for good at a random step", "resumed on 2 ranks");
    }

    [Fact(Explicit = true)]
    public async Task A_link_that_is_cut_for_ten_seconds_changes_nothing()
    {
        string[] losses;
        string undisturbed = Directory.CreateDirectory(_folder.File("undisturbed")).FullName;
        using (RankRun run = Start(ranks: 2, undisturbed, pause: 0))
        {
            Assert.Equal(0, (await run.WaitForEndAsync()).ExitCode);
            losses = run.Losses;
        }

        for (int i = 0; i < Repetitions; i++)
        {
            string folder = Directory.CreateDirectory(_folder.File($"{i}")).FullName;
            using Hosts hosts = Hosts.Start();
            using RankRun run = StartOnHosts(folder);
            await run.WaitForStepsAsync(_random.Next(1, s_lastStep + 1));
            hosts.Cut();
            await Task.Delay(TimeSpan.FromSeconds(10));
            Assert.InRange(run.Losses.Length, 1, Victim.Batches - 1);
            hosts.Mend();
            (int exitCode, TimeSpan time) = await run.WaitForEndAsync();
            Assert.Equal((0, ""), (exitCode, run.Error));
            Assert.Equal(losses, run.Losses);
            Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed, Victim.NetworkFile)), File.ReadAllBytes(Path.Combine(folder, Victim.NetworkFile)));
            _seconds.Add(time.TotalSeconds);
        }

        AddFigures("a link cut for 10 s at a random step", "same losses in each step and same weights, bit for bit; time until the training's end");
    }

    private static void Fill(string path)
    {
        try
        {
            using FileStream filler = File.Create(path, bufferSize: 1);
            while (true)
            {
                filler.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    // mpirun gives each rank a terminal, to which .NET would write control characters.
    private RankRun Start(int ranks, string folder, int pause = Pause) =>
        new([_mpi.Launcher, "-n", $"{ranks}"], folder, pause, MpiInstallation.Settings.Append(("TERM", "dumb")));

    private static RankRun StartOnHosts(string folder) => new(Hosts.Launcher, folder, Pause, Hosts.Environment);

    // The launcher's and the ranks' errors are one message, and nothing is left behind.
    private async Task AssertEndsAsync(RankRun run, string message)
    {
        (int exitCode, TimeSpan time) = await run.WaitForEndAsync();
        Assert.NotEqual(0, exitCode);
        Assert.True(time < s_longestEnd, $"It took {time}.");
        Assert.True(Messages().Count(run.Error) == 1 && run.Error.Contains(message, StringComparison.Ordinal), run.Error);
        _seconds.Add(time.TotalSeconds);
    }

    [GeneratedRegex("noticed that process rank|lost communication|MLNetDeep.Mpi: rank|error: |Unhandled exception")]
    private static partial Regex Messages();

    private async Task AssertResumesAsync(string folder, int ranks)
    {
        // In the launcher's first seconds, this process trains without a break.
        using RankRun run = Start(ranks, folder, pause: 0);
        Network expected = Victim.CreateNetwork();
        TrainingHistory history = expected.Fit(Victim.TrainingRows, Victim.Training);
        (int exitCode, _) = await run.WaitForEndAsync();
        Assert.Equal((0, ""), (exitCode, run.Error));
        Assert.Equal(history.Epochs[^1].Training.Accuracy, run.Accuracy);
        float[] weights = [.. Network.Load(Path.Combine(folder, Victim.NetworkFile)).GetWeights().SelectMany(tensor => tensor.Values)];
        foreach ((float value, float wanted) in weights.Zip(expected.GetWeights().SelectMany(tensor => tensor.Values)))
        {
            Assert.Equal(wanted, value, 1e-4f);
        }
    }

    private void AddFigures(string attack, string remark)
    {
        _seconds.Sort();
        Figures.Add(attack, "2 ranks", string.Create(
            CultureInfo.InvariantCulture,
            $"{_seconds.Count} times, ended after {_seconds[_seconds.Count / 2]:0.0} s (median), {_seconds[^1]:0.0} s (longest); {remark}"));
    }
}
