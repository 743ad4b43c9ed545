using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Tuning;
using Shared.Tests;

namespace MLNetDeep.Faults.Kills;

public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_savers_leave_whole_files_and_the_next_save_clears_up()
    {
        int kills = 10 * Effort.Factor, leftovers = 0;
        Random random = new(5);
        for (int i = 0; i < kills; i++)
        {
            using (ChildProcess victim = VictimProcess.Start(Victim.SaveTask, _folder.FullName))
            {
                await VictimProcess.WaitUntilReadyAsync(victim);
                await Task.Delay(random.Next(40));
            }

            leftovers += Directory.GetFiles(_folder.FullName, "*.tmp").Length;
            Assert.InRange(Directory.GetFiles(_folder.FullName, "*.tmp").Length, 0, 1);
            LoadAll();
        }

        // A save to each path clears what the last kill left.
        Network network = Network.Load(_folder.File(Victim.NetworkFile));
        network.Save(_folder.File(Victim.NetworkFile));
        TrainingCheckpoint.Load(_folder.File(Victim.CheckpointFile)).Save(_folder.File(Victim.CheckpointFile));
        MLContext ml = new();
        ml.Model.SaveSafely(ml.Model.Load(_folder.File(Victim.ModelFile), out DataViewSchema schema), schema, _folder.File(Victim.ModelFile));
        Assert.Equal(3, Directory.GetFiles(_folder.FullName).Length);
        LoadAll();
        Figures.Add("kills while saving", "network, checkpoint and model", $"{kills:N0} kills, {leftovers:N0} in the middle of a save: {3 * kills:N0} of {3 * kills:N0} files whole, no temporary file left");
    }

    [Fact]
    public async Task A_killed_training_resumes_to_the_weights_of_an_uninterrupted_one()
    {
        Network whole = Victim.CreateNetwork();
        TrainingHistory expected = whole.Fit(Victim.TrainingRows, Victim.Training);
        int kills = 3 * Effort.Factor;
        HashSet<long> steps = [];
        Random random = new(6);
        for (int i = 0; i < kills; i++)
        {
            string folder = Directory.CreateDirectory(_folder.File($"{i}")).FullName;
            using (ChildProcess victim = VictimProcess.Start(Victim.TrainTask, folder))
            {
                await VictimProcess.WaitUntilReadyAsync(victim);
                await Task.Delay(random.Next(100));
            }

            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(Path.Combine(folder, Victim.CheckpointFile));
            int resumedSteps = 0;
            LambdaCallback count = new() { BatchEnd = (_, _) => resumedSteps++ };
            CheckpointSaver saver = new(Path.Combine(folder, Victim.CheckpointFile));
            Network resumed = new(whole.Spec);
            TrainingHistory history = resumed.Fit(Victim.TrainingRows, Victim.Training with { ResumeFrom = checkpoint, Callbacks = [count, saver] });
            Assert.True(resumedSteps >= 10, $"{resumedSteps}");
            Assert.Equal(Victim.Batches, resumedSteps + checkpoint.Steps);
            Assert.Equal(expected.Epochs.Select(epoch => epoch with { Duration = default }), history.Epochs.Select(epoch => epoch with { Duration = default }));
            Assert.Equal(Bits(whole), Bits(resumed));
            Assert.Equal([saver.Path], Directory.GetFiles(folder));
            steps.Add(checkpoint.Steps);
        }

        Figures.Add(
            "kills while training", "checkpoint after each batch", $"{kills:N0} kills after {steps.Min()} to {steps.Max()} of {Victim.Batches} batches: {kills:N0} resumed to the weights of the uninterrupted training");
        static int[] Bits(Network network) => [.. network.GetWeights().SelectMany(tensor => tensor.Values).Select(BitConverter.SingleToInt32Bits)];
    }

    [Fact]
    public async Task A_killed_search_ends_with_the_best_trial_of_an_uninterrupted_one()
    {
        TuningResult whole = TuningVictim.Search(folder: null);
        int searches = 0, kills = 0, wanted = Effort.Factor == 1 ? 2 : 5 * Effort.Factor;
        List<int> kept = [];
        Random random = new(7);
        while (kills < wanted)
        {
            // A search is killed until it is nearly done, at a random moment each time, and goes on from its journal.
            string folder = Directory.CreateDirectory(_folder.File($"search {searches++}")).FullName;
            int ended;
            do
            {
                using (ChildProcess victim = VictimProcess.Start(Victim.TuneTask, folder))
                {
                    await VictimProcess.WaitUntilReadyAsync(victim);
                    await Task.Delay(random.Next(200));
                }

                ended = File.ReadAllText(Path.Combine(folder, TuningVictim.JournalFile)).Count(character => character == '\n') - 1;
                kept.Add(ended);
                kills++;
            }
            while (ended < TuningVictim.Trainings - 6 && kills < wanted);

            int trained = 0;
            TuningResult result = TuningVictim.Search(folder, onTrialEnd: _ => trained++);
            Assert.Equal(TuningVictim.Trainings - ended, trained);
            Assert.Equal(Values(whole), Values(result));
            Assert.Equal(whole.Best.Number, result.Best.Number);
            Assert.Equal(Scores(whole), Scores(result));
        }

        Figures.Add(
            "kills while searching hyper-parameters", "journal",
            $"{kills:N0} kills of {searches:N0} searches, with {kept.Min()} to {kept.Max()} of {TuningVictim.Trainings} trainings in the journal: "
            + "same values, best trial and model as without a kill, no training in the journal was repeated");
        static (int, int?, double)[] Values(TuningResult result) =>
            [.. result.Trials.SelectMany(trial => trial.Rungs.Select(rung => (trial.Number, rung.Epochs, rung.Value)))];
        static float[] Scores(TuningResult result) => [.. result.Model.Transform(TuningVictim.Rows).GetColumn<float>("Score")];
    }

    // A limit on the size of files has the same effect as a full disk: a write in the middle of the file fails.
    [Fact]
    public async Task A_save_that_fails_leaves_the_old_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of files.");
        Network old = new(new NetworkSpec([2], [new Dense(1)]), seed: 9);
        old.Save(_folder.File(Victim.NetworkFile));
        byte[] saved = File.ReadAllBytes(_folder.File(Victim.NetworkFile));
        using (ChildProcess unlimited = VictimProcess.Start(Victim.SaveOnceTask, Directory.CreateDirectory(_folder.File("other")).FullName, "true"))
        {
            Assert.Equal(0, (await unlimited.WaitAsync()).ExitCode);
        }

        // The unit is 512 bytes; the network has over 120,000. The variable keeps .NET from making a large file of its own.
        const string Limit = "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 100";
        using (ChildProcess limited = VictimProcess.Start(Victim.SaveOnceTask, _folder.FullName, Limit))
        {
            Assert.Equal(Victim.Failed, (await limited.WaitAsync()).ExitCode);
        }

        Assert.Equal(saved, File.ReadAllBytes(_folder.File(Victim.NetworkFile)));
        Assert.Equal([_folder.File(Victim.NetworkFile)], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        string disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        Assert.SkipUnless(SmallDisk.TryMount(disk, "256k"), "The system does not allow a mount.");
        try
        {
            string path = Path.Combine(disk, Victim.NetworkFile);
            new Network(new NetworkSpec([100], [new Dense(400)]), seed: 1).Save(path);
            byte[] saved = File.ReadAllBytes(path);
            for (int i = 0; i < 5; i++)
            {
                Assert.Throws<IOException>(() => new Network(new NetworkSpec([100], [new Dense(400)]), seed: 2).Save(path));
                Assert.Equal(saved, File.ReadAllBytes(path));
                Assert.Equal([path], Directory.GetFiles(disk));
            }
        }
        finally
        {
            SmallDisk.Unmount(disk);
        }
    }

    // /sys takes no new files, not even from root.
    [Fact]
    public void A_folder_that_takes_no_files_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is one of Linux.");
        UnauthorizedAccessException exception =
            Assert.Throws<UnauthorizedAccessException>(() => new Network(new NetworkSpec([2], [new Dense(1)])).Save("/sys/network.safetensors"));
        Assert.Equal("'/sys/network.safetensors' cannot be written: the folder '/sys' does not take new files.", exception.Message);
    }

    private void LoadAll()
    {
        Network.Load(_folder.File(Victim.NetworkFile));
        TrainingCheckpoint.Load(_folder.File(Victim.CheckpointFile));
        new MLContext().Model.Load(_folder.File(Victim.ModelFile), out _);
    }
}
