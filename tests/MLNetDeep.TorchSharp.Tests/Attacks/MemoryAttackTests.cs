using System.Text.Json;
using MLNetDeep.Faults.Support;
using MLNetDeep.TorchSharp.Tests.Children;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>Long work in a process of its own, whose memory is watched.</summary>
[Collection(nameof(AttackGroup))]
public class MemoryAttackTests
{
    [Fact]
    public async Task Memory_stays_the_same_over_many_trainings_and_scores()
    {
        string output = await Child.RunAsync(nameof(Endurance), null, $"{50 * Effort.Factor}", $"{25_000 * Effort.Factor}");
        Endurance.Result result = JsonSerializer.Deserialize<Endurance.Result>(output)!;
        Assert.Equal(0, result.LiveTensors);
        Assert.InRange(result.Largest, 1, (long)(1.05 * result.Tenth));
        Figures.Add(
            "TorchSharp: memory",
            "trainings and scores with the engine, with ML.NET and of modules",
            $"{result.Fits:N0} trainings, {result.Rows:N0} scored rows: no tensor left; resident {MiB(result.Tenth)} MiB after 10 trainings, "
            + $"later at most {MiB(result.Largest)}, {MiB(result.Last)} at the end");
    }

    [Fact]
    public async Task Collections_disturb_neither_trainings_nor_scores()
    {
        int rounds = 40 * Effort.Factor;
        string[] counts = (await Child.RunAsync(nameof(UnderCollection), null, $"{rounds}")).Split();
        int collections = int.Parse(counts[0]);
        Assert.True(collections > rounds, $"Only {collections} collections in {rounds} rounds.");
        Assert.Equal("0", counts[1]);
        Figures.Add(
            "TorchSharp: memory",
            "garbage collections without a break, on another thread",
            $"{rounds:N0} trainings, forgotten sessions and forgotten scorers, {collections:N0} collections: the bits of undisturbed ones, no tensor left");
    }

    // Linux has a limit for the memory of a process that can be raised again.
    [Fact]
    public async Task Memory_that_is_refused_anywhere_causes_one_clear_exception()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs setrlimit of Linux.");
        string[] counts = (await Child.RunAsync(nameof(LittleMemory), null, Effort.Factor > 1 ? "1" : "4")).Trim().Split(' ');
        Assert.All(counts, count => Assert.InRange(int.Parse(count), 1, LittleMemory.MaxSteps - 1));
        Figures.Add(
            "TorchSharp: memory",
            "large allocations refused one after another, in a training with results read at once, read later, and in scoring",
            $"{string.Join(", ", counts)} refusals: one exception each, no tensor left, the next training as ever");
    }

    private static string MiB(long bytes) => $"{bytes / 1048576.0:N0}";
}
