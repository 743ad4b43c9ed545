using MLNetDeep.Conformance;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>Trainings that cannot go on: their numbers, options or sizes do not allow it.</summary>
[Collection(nameof(AttackGroup))]
public class DivergenceAttackTests
{
    private static readonly int s_cases = 12 * Effort.Factor;

    // Rows are not shuffled, so the row that is NaN tells the batch.
    [Theory]
    [MemberData(nameof(AttackTraining.Delays), MemberType = typeof(AttackTraining))]
    public void A_feature_that_is_NaN_ends_the_training_at_its_batch(bool delayed)
    {
        Random random = new(29);
        for (int i = 0; i < s_cases; i++)
        {
            int row = random.Next(AttackTraining.Rows), size = 1 + random.Next(20);
            float[] values = TestNumbers.Uniform(AttackTraining.Rows * AttackTraining.Columns);
            values[(row * AttackTraining.Columns) + random.Next(AttackTraining.Columns)] = float.NaN;
            TrainingData data = new(new DenseFeatures(values, AttackTraining.Columns), AttackTraining.Data.Targets);
            Network network = new(AttackTraining.Spec, seed: i);
            FitOptions options = AttackTraining.Options(AttackTraining.Backend(delayed), i) with { BatchSize = size, Shuffle = false };
            AttackTraining.AssertNoTensors(() =>
            {
                TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => network.Fit(data, options));
                Assert.Equal((1, (row / size) + 1), (error.Epoch, error.Batch));
            });
            AttackTraining.AssertTrains(network, options.Backend);
        }

        Figures.Add("TorchSharp: divergence", $"a NaN in a random row, {(delayed ? "results read later" : "results read at once")}", $"{s_cases:N0} trainings: one exception each, which names its batch; finite weights, which train on");
    }

    [Theory]
    [MemberData(nameof(AttackTraining.Delays), MemberType = typeof(AttackTraining))]
    public void A_rate_that_is_far_too_large_ends_the_training_once(bool delayed)
    {
        int diverged = 0;
        OptimizerSpec[] optimizers = [new Sgd(1e30), new Sgd(1e38, 0.9), new Adam(1e38), new RmsProp(1e38), new Adagrad(1e38), new AdamW(3e38)];
        NetworkSpec spec = new([AttackTraining.Columns], [new Dense(16, Activation.Relu), new Dense(2)]);
        TrainingData data = TestNumbers.RegressionData(AttackTraining.Rows, AttackTraining.Columns, 2);
        for (int i = 0; i < s_cases; i++)
        {
            Network network = new(spec, seed: i);
            FitOptions options = AttackTraining.Options(AttackTraining.Backend(delayed), i) with { Optimizer = optimizers[i % optimizers.Length], ClassWeights = [] };
            AttackTraining.AssertNoTensors(() =>
            {
                Exception? error = Record.Exception(() => network.Fit(data, options));
                Assert.True(error is null or TrainingDivergedException, $"{error}");
                diverged += error is null ? 0 : 1;
            });
            AttackTraining.AssertFinite(network);
        }

        Assert.InRange(diverged, s_cases / 2, s_cases);
        Figures.Add("TorchSharp: divergence", $"a rate of 1e30 and more, {(delayed ? "results read later" : "results read at once")}", $"{s_cases:N0} trainings: {diverged:N0} threw, each once; finite weights");
    }

    public static TheoryData<string> Refusals => ["loss", "device", "TF32"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_refused_changes_nothing(string what)
    {
        Network network = new(AttackTraining.Spec, seed: 1);
        float[] before = AttackTraining.Weights(network);
        FitOptions options = AttackTraining.Options(AttackTraining.Direct);
        (FitOptions refused, string reason) = what switch
        {
            "device" => (options with { Backend = TorchBackend.Cuda(1000) }, "1000"),
            "TF32" => (options with { Backend = AttackTraining.Direct with { AllowTf32 = true } }, "AllowTf32"),
            _ => (options with { Loss = new BinaryCrossEntropy() }, "Softmax"),
        };
        AttackTraining.AssertNoTensors(() =>
        {
            Exception error = Assert.ThrowsAny<Exception>(() => network.Fit(AttackTraining.Data, refused));
            Assert.True(error is NotSupportedException or ArgumentException, $"{error}");
            Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal(before, AttackTraining.Weights(network));
        AttackTraining.AssertTrains(network, AttackTraining.Direct);
    }

    // The outputs of the first layer would take 8,000,000 · 5,000,000 floats: 160 TB, more than a process can address.
    [Fact]
    public void A_batch_that_needs_more_memory_than_there_is_causes_one_clear_exception()
    {
        const int Rows = 8_000_000;
        NetworkSpec spec = new([1], [new Dense(5_000_000, useBias: false), new Dense(1)]);
        TrainingData data = new(new DenseFeatures(new float[Rows], 1), new DenseTargets(new float[Rows]));
        Network network = new(spec, seed: 1);
        FitOptions options = new() { BatchSize = Rows, Shuffle = false, Epochs = 1, Threads = 1, Optimizer = new Sgd(0.1), Backend = AttackTraining.Delayed };
        AttackTraining.AssertNoTensors(() =>
        {
            DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => network.Fit(data, options));
            Assert.Equal(Rows * 5_000_000L * sizeof(float), error.WantedBytes);
            Assert.Contains("Lower BatchSize.", error.Message, StringComparison.Ordinal);
        });
        AttackTraining.AssertNoTensors(() => network.Fit(data.Slice(0, 1), options with { BatchSize = 1 }));
        AttackTraining.AssertFinite(network);
    }
}
