using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>A network, a trainer or a predictor that two threads use at the same time throws, and the first thread's result is right.</summary>
public class ConcurrentUseTests
{
    private static readonly TrainingData s_data = Samples.Separable(64, 20, 5);

    public static TheoryData<string, Action<Network>> ChangingCalls => new()
    {
        { "Fit", network => network.Fit(s_data) },
        { "Fit on a stream", network => network.Fit(new InMemoryTrainingStream(Samples.Floats(64 * 20), 20, Samples.Labels(64, 5))) },
        { "TrainOnBatch", network => network.TrainOnBatch(s_data, new FitOptions()) },
        { "CreateTrainer", network => network.CreateTrainer(new FitOptions()) },
        { "SetWeights", network => network.SetWeights(network.GetWeights()) },
        { "SetWeights of a layer", network => network.SetWeights(0, network.GetWeights(0)) },
    };

    // The first Fit waits in its first batch until the second call has thrown.
    [Theory]
    [MemberData(nameof(ChangingCalls))]
    public async Task A_call_that_changes_the_weights_throws_while_Fit_runs(string name, Action<Network> call)
    {
        Network alone = new(Samples.Mlp()), network = new(Samples.Mlp());
        alone.Fit(s_data, new FitOptions { Epochs = 2 });
        using ManualResetEventSlim begun = new(), mayEnd = new();
        Hook wait = new()
        {
            BatchEnd = (_, _) =>
            {
                begun.Set();
                mayEnd.Wait(TimeSpan.FromSeconds(30));
            },
        };
        Task fit = Task.Factory.StartNew(
            () => network.Fit(s_data, new FitOptions { Epochs = 2, Callbacks = [wait] }), TaskCreationOptions.LongRunning);
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30)), name);
        Exception? failure = Record.Exception(() => call(network));
        IReadOnlyList<NamedTensor> during = network.GetWeights();
        mayEnd.Set();
        await fit;
        Assert.Contains("being trained", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
        Assert.False(Close.AreSame(during, network.GetWeights()));
        Close.SameBits(alone.GetWeights(), network.GetWeights());
    }

    // Both calls begin at the same instant. Whichever comes first waits in its first batch until the other has thrown.
    [Fact]
    public void Of_two_Fits_at_the_same_instant_one_trains_and_one_throws()
    {
        Network alone = new(Samples.Mlp());
        alone.Fit(s_data, new FitOptions { Threads = 1 });
        for (int round = 0; round < 50; round++)
        {
            Network network = new(Samples.Mlp());
            using Barrier start = new(2);
            using ManualResetEventSlim thrown = new();
            int returned = 0;
            Exception? failure = null;
            Hook wait = new() { BatchEnd = (_, _) => thrown.Wait(TimeSpan.FromSeconds(30)) };
            Thread[] threads = [new(Train), new(Train)];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.IsType<InvalidOperationException>(failure);
            Assert.Equal(1, returned);
            Close.SameBits(alone.GetWeights(), network.GetWeights());

            void Train()
            {
                start.SignalAndWait();
                try
                {
                    network.Fit(s_data, new FitOptions { Threads = 1, Callbacks = [wait] });
                    Interlocked.Increment(ref returned);
                }
                catch (Exception exception)
                {
                    failure = exception;
                    thrown.Set();
                }
            }
        }
    }

    [Fact]
    public void A_failed_call_leaves_the_network_usable()
    {
        Network network = new(Samples.Mlp());
        Assert.Throws<ArgumentException>(() => network.Fit(Samples.Data(5, 19, 5)));
        Assert.Throws<ArgumentException>(() => network.TrainOnBatch(Samples.Data(5, 19, 5), new FitOptions()));
        Assert.Throws<ArgumentException>(() => network.SetWeights([]));
        Assert.Throws<ArgumentException>(() => network.CreateTrainer(new FitOptions { Loss = new MeanSquaredError() }));
        network.TrainOnBatch(s_data, new FitOptions());
        network.Fit(s_data);
    }

    // Predictors that are created during a training have the weights of some step: their outputs are finite and sum to 1.
    [Fact]
    public async Task Weights_and_predictors_may_be_taken_during_training()
    {
        Network network = new(Samples.Mlp());
        FitOptions options = new() { Threads = 2, BatchSize = 4 };
        using CancellationTokenSource done = new();
        Task reader = Task.Run(() =>
        {
            float[] outputs = new float[5];
            while (!done.IsCancellationRequested)
            {
                network.CreatePredictor().Predict(Samples.Floats(20), outputs);
                Assert.Equal(1, outputs.Sum(), 1e-5f);
                Assert.Equal(4, network.GetWeights().Count);
            }
        });
        for (int round = 0; round < 20; round++)
        {
            network.TrainOnBatch(s_data, options);
            network.Fit(s_data, options);
        }

        await done.CancelAsync();
        await reader;
        Network alone = new(Samples.Mlp());
        for (int round = 0; round < 20; round++)
        {
            alone.TrainOnBatch(s_data, options);
            alone.Fit(s_data, options);
        }

        Close.SameBits(alone.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void A_predictor_that_two_threads_use_throws_and_returns_no_wrong_result()
    {
        Network network = new(Samples.Mlp(hidden: 300), seed: 3);
        const int Rows = 200;
        float[] rows = Samples.Floats(Rows * 20), expected = new float[Rows * 5];
        network.Predict(new DenseFeatures(rows, 20), expected);
        Predictor predictor = network.CreatePredictor();
        int thrown = 0, returned = 0, wrong = 0;
        long end = Environment.TickCount64 + 30_000;
        Thread[] threads = [new(PredictAll), new(PredictAll), new(PredictAll)];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(thrown > 0 && returned > 0, $"{thrown} calls threw, {returned} returned.");
        Assert.Equal(0, wrong);
        float[] last = new float[5];
        predictor.Predict(rows.AsSpan(0, 20), last);
        Assert.Equal(expected[..5], last);

        // The operating system may run threads one after another, so they go on until two have met.
        void PredictAll()
        {
            float[] outputs = new float[5];
            for (int i = 0; i < 5000 || (Volatile.Read(ref thrown) == 0 && Environment.TickCount64 < end); i++)
            {
                int row = i % Rows;
                try
                {
                    predictor.Predict(rows.AsSpan(row * 20, 20), outputs);
                    Interlocked.Increment(ref returned);
                    if (!outputs.AsSpan().SequenceEqual(expected.AsSpan(row * 5, 5)))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
                catch (Exception exception)
                {
                    Interlocked.Increment(ref exception is InvalidOperationException ? ref thrown : ref wrong);
                }
            }
        }
    }
}
