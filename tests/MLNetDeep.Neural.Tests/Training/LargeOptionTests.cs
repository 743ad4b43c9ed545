using System.Diagnostics;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Memory and threads follow from the rows and the processors that are there, not from large options.</summary>
[Collection(nameof(MemoryTests.Alone))]
public class LargeOptionTests
{
    private const int Rows = 10;

    private static readonly TrainingData s_data = Samples.Separable(Rows, 200, 5);

    // With memory for 4,000,000 rows, the outputs of the hidden layer alone would take 2.4 GB.
    [Fact]
    public void A_batch_size_above_the_number_of_rows_takes_memory_for_the_rows()
    {
        NetworkSpec spec = new([200], [new Dense(150, Activation.Relu), new BatchNormalization(), new Dropout(0.2), new Dense(5, Activation.Softmax)]);
        Network network = new(spec), small = new(spec);
        FitOptions options = new() { BatchSize = 4_000_000, Epochs = 2, ValidationData = s_data };
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TrainingHistory history = network.Fit(s_data, options);
        network.TrainOnBatch(s_data, options);
        network.CreatePredictor(4_000_000).Predict(new float[Rows * 200], new float[Rows * 5]);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);

        TrainingHistory expected = small.Fit(s_data, options with { BatchSize = Rows });
        small.TrainOnBatch(s_data, options);
        Close.SameBits(small.GetWeights(), network.GetWeights());
        Assert.Equal(expected.Epochs.Select(epoch => epoch.Validation), history.Epochs.Select(epoch => epoch.Validation));
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(40_000)]
    [InlineData(int.MaxValue)]
    public void No_more_threads_start_than_are_of_use(int threads)
    {
        Network expected = new(Samples.Mlp(200)), network = new(Samples.Mlp(200));
        expected.Fit(s_data, new FitOptions { Threads = 1 });
        int before = Threads(), during = 0;
        Hook count = new() { BatchEnd = (_, _) => during = Threads() };
        network.Fit(s_data, new FitOptions { Threads = threads, Callbacks = [count] });
        Assert.InRange(during - before, 0, (4 * Environment.ProcessorCount) + 5);
        Close.SameBits(expected.GetWeights(), network.GetWeights());
    }

    // Each network starts a thread. A thread sleeps for up to a second after its last step, but only as many threads as are of use sleep at
    // once.
    [Fact]
    public void Networks_that_nobody_disposes_keep_few_threads()
    {
        FitOptions options = new() { Threads = 2 };
        int before = Threads();
        List<Network> networks = [];
        for (int i = 0; i < 300; i++)
        {
            networks.Add(new Network(Samples.Mlp(200)));
            networks[^1].TrainOnBatch(s_data, options);
        }

        Assert.True(SpinWait.SpinUntil(() => Threads() - before <= (4 * Environment.ProcessorCount) + 5, TimeSpan.FromSeconds(30)));
        Network expected = new(Samples.Mlp(200));
        for (int step = 0; step < 2; step++)
        {
            expected.TrainOnBatch(s_data, new FitOptions { Threads = 1 });
        }

        networks[0].TrainOnBatch(s_data, options);
        Close.SameBits(expected.GetWeights(), networks[0].GetWeights());
        GC.KeepAlive(networks);
    }

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
