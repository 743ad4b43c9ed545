using System.Diagnostics;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Measures memory and threads of the whole process after many trainings, so no other test may run at the same time.</summary>
[Collection(nameof(Alone))]
public class MemoryTests
{
    // Each Fit call uses about 0.7 MB and one thread while it runs. If they leaked, 200 calls would leak 140 MB and 200 threads.
    [Fact]
    public void Two_hundred_fits_leak_no_memory_and_no_threads()
    {
        TrainingData data = Samples.Separable(32, 200, 5);
        FitOptions options = new() { Threads = 2, ValidationSplit = 0.25, EarlyStopping = new() { RestoreBestWeights = true } };
        Network network = new(Samples.Mlp(inputs: 200, hidden: 150));
        long before = 0;
        int threads = 0;
        for (int fit = 0; fit < 220; fit++)
        {
            if (fit == 20)
            {
                (before, threads) = (GC.GetTotalMemory(forceFullCollection: true), Threads());
            }

            network.Fit(data, options);
            network.TrainOnBatch(data, options);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
        Assert.InRange(Threads() - threads, int.MinValue, 5);
    }

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>The xUnit collection of tests that never run in parallel with other tests.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public class Alone;
}
