using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Faults.Concurrency;

public sealed class ConcurrencyTests : IDisposable
{
    private static readonly NetworkSpec s_spec = new([4], [new Dense(16, Activation.Relu), new Dropout(0.3), new Dense(2, Activation.Softmax)]);
    private static readonly TrainingData s_data = CreateData();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_whole_while_others_save_to_the_same_path()
    {
        string path = _folder.File("network.safetensors");
        Network[] networks = [.. Enumerable.Range(0, 4).Select(seed => new Network(new NetworkSpec([50], [new Dense(50 + (100 * seed))]), seed))];
        networks[0].Save(path);
        int saves = 0, loads = 0, rounds = 60 * Effort.Factor;
        Parallel.Invoke(
            () => Save(1),
            () => Save(2),
            () => Save(3),
            () => Load(),
            () => Load());
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
        Figures.Add("threads", "3 savers and 2 readers of one file", $"{saves:N0} saves, {loads:N0} loads: every load whole");

        void Save(int number)
        {
            for (int i = 0; i < rounds; i++)
            {
                networks[number].Save(path);
                Interlocked.Increment(ref saves);
            }
        }

        void Load()
        {
            for (int i = 0; i < 4 * rounds; i++)
            {
                int units = Network.Load(path).Spec.OutputSize;
                Assert.Contains(networks, network => network.Spec.OutputSize == units);
                Interlocked.Increment(ref loads);
            }
        }
    }

    [Fact]
    public void A_training_that_is_cancelled_anywhere_resumes_to_the_same_weights()
    {
        int cases = 25 * Effort.Factor;
        Random random = new(11);
        string path = _folder.File("training.checkpoint");
        for (int i = 0; i < cases; i++)
        {
            FitOptions options = new() { Epochs = 3, BatchSize = random.Next(1, 20), Optimizer = new Adam(0.01), Seed = i, Threads = 1 };
            Network whole = new(s_spec, seed: i);
            whole.Fit(s_data, options);

            using CancellationTokenSource cancellation = new();
            int stopAfter = random.Next(1, 3 * (60 / options.BatchSize));
            CancelAfter cancel = new(stopAfter, cancellation);
            File.Delete(path);
            Network cut = new(s_spec, seed: i);
            try
            {
                cut.Fit(s_data, options with { Callbacks = [new CheckpointSaver(path, everyBatches: 1), cancel] }, cancellation: cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancellation.IsCancellationRequested);
            }

            Assert.All(cut.GetWeights(), tensor => Assert.All(tensor.Values, value => Assert.True(float.IsFinite(value))));
            Network resumed = new(s_spec, seed: i + 1);
            resumed.Fit(s_data, options with { ResumeFrom = TrainingCheckpoint.Load(path) });
            foreach ((NamedTensor expected, NamedTensor actual) in whole.GetWeights().Zip(resumed.GetWeights()))
            {
                Assert.Equal(expected.Values.AsEnumerable(), actual.Values);
            }
        }

        Figures.Add("cancellation", "at a random batch, resumed from the checkpoint", $"{cases:N0} trainings: every one ended with the same bits as the uninterrupted one");
    }

    [Fact]
    public async Task A_training_that_is_cancelled_at_any_time_ends_and_leaves_the_network_usable()
    {
        int cases = 25 * Effort.Factor, cancelled = 0;
        Random random = new(13);
        for (int i = 0; i < cases; i++)
        {
            Network network = new(s_spec, seed: i);
            using CancellationTokenSource cancellation = new();
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(random.Next(20)));
            try
            {
                await Task.Run(() => network.Fit(s_data, new FitOptions { Epochs = int.MaxValue, Threads = 2 }, cancellation: cancellation.Token))
                    .WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }

            Assert.All(network.GetWeights(), tensor => Assert.All(tensor.Values, value => Assert.True(float.IsFinite(value))));
            network.Fit(s_data, new FitOptions { Epochs = 1 });
        }

        Assert.Equal(cases, cancelled);
        Figures.Add("cancellation", "at a random time", $"{cases:N0} trainings: every one ended, left finite weights, and the network went on training");
    }

    [Fact]
    public void One_model_scores_the_same_on_many_threads()
    {
        MLContext ml = new(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row { Features = [i % 2, i % 3, i % 5, i % 7], Label = i % 2 == 0 }));
        ITransformer model = ml.BinaryClassification.Trainers.MultilayerPerceptron(hiddenUnits: [8], epochs: 2).Fit(rows);
        float[] expected = [.. model.Transform(rows).GetColumn<float>("Score")];
        int transforms = 40 * Effort.Factor;
        Parallel.For(0, transforms, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            Assert.Equal(expected, model.Transform(rows).GetColumn<float>("Score")));
        Figures.Add("threads", "one model, 8 threads, an own cursor each", $"{transforms:N0} passes over 300 rows: every score the same");
    }

    private static TrainingData CreateData()
    {
        Random random = new(3);
        float[] features = [.. Enumerable.Range(0, 60 * 4).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => features[4 * i] > 0.5f ? 1 : 0)];
        return new TrainingData(new DenseFeatures(features, 4), labels);
    }

    private sealed class CancelAfter(int batches, CancellationTokenSource cancellation) : TrainingCallback
    {
        private int _batches;

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            if (++_batches == batches)
            {
                cancellation.Cancel();
            }
        }
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
