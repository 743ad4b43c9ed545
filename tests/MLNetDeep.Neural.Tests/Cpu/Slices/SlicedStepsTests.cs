using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Slices;

/// <summary>Steps on large batches, whose rows go through small networks in slices.</summary>
public class SlicedStepsTests
{
    private const int Rows = 4000;

    private static readonly NetworkSpec s_spec = new(
        [4],
        [
            new Dense(8, Activation.Tanh, kernelRegularizer: new(l2: 0.01)), new ActivationLayer(Activation.Gelu),
            new Dense(7, Activation.Sigmoid), new Dense(2),
        ]);

    private static readonly FitOptions s_options = new() { BatchSize = Rows, Optimizer = new Sgd(1), Threads = 1 };

    [Fact]
    public void Large_batches_of_small_networks_are_sliced()
    {
        Assert.True(Suits(s_spec, Rows));
        Assert.False(Suits(s_spec, 500));
        Assert.False(Suits(new([4], [new Dense(8), new Dropout(0.1), new Dense(2)]), Rows));
        Assert.False(Suits(new([4], [new Dense(8), new BatchNormalization(), new Dense(2)]), Rows));
        Assert.False(Suits(new([64], [new Dense(512), new Dense(2)]), Rows));
    }

    // With the learning rate 1, a step subtracts the gradient. ComputeGradients takes all rows at once.
    [Theory]
    [InlineData(Rows)]
    [InlineData(Rows - 1)]
    [InlineData(1001)]
    [InlineData(9)]
    [InlineData(3)]
    [InlineData(1)]
    public void A_step_subtracts_the_gradient_of_the_batch(int rows)
    {
        TrainingData batch = Data(rows);
        Network network = new(s_spec, seed: 2);
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        IReadOnlyList<NamedTensor> gradients = network.ComputeGradients(batch, new MeanSquaredError());
        double expectedLoss = network.Evaluate(batch).Loss;
        EvaluationResult result = network.TrainOnBatch(batch, s_options);
        Assert.Equal(rows, result.RowCount);
        Assert.Equal(expectedLoss, result.Loss, 1e-6 + (1e-5 * expectedLoss));
        IReadOnlyList<NamedTensor> after = network.GetWeights();
        for (int i = 0; i < after.Count; i++)
        {
            float[] steps = [.. before[i].Values.Zip(after[i].Values, (old, now) => old - now)];
            Assert.All(steps.Zip(gradients[i].Values), pair => Assert.Equal(pair.Second, pair.First, 1e-6 + (1e-5 * Math.Abs(pair.Second))));
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_weights()
    {
        TrainingData data = Data((2 * Rows) + 5);
        FitOptions options = s_options with
        {
            Epochs = 2, Optimizer = new Adam { GlobalClipNorm = 0.5 }, ValidationData = Data(50),
        };
        byte[] expected = Train(options);
        Assert.Equal(expected, Train(options with { Threads = 2 }));
        Assert.Equal(expected, Train(options with { Threads = 3 }));
        Assert.NotEqual(expected, Train(options with { Optimizer = new Adam() }));

        byte[] Train(FitOptions options)
        {
            Network network = new(s_spec);
            network.Fit(data, options);
            return SavedWeights.Of(network);
        }
    }

    [Fact]
    public void A_step_without_a_finite_loss_is_not_taken()
    {
        float[] features = Samples.Floats(4 * Rows);
        features[^1] = float.NaN;
        TrainingData batch = new(new DenseFeatures(features, 4), new DenseTargets(Samples.Floats(2 * Rows), 2));
        Network network = new(s_spec);
        byte[] before = SavedWeights.Of(network);
        Assert.Throws<TrainingDivergedException>(() => network.TrainOnBatch(batch, s_options));
        Assert.Equal(before, SavedWeights.Of(network));
    }

    private static TrainingData Data(int rows) =>
        new(new DenseFeatures(Samples.Floats(4 * rows), 4), new DenseTargets(Samples.Floats(2 * rows, key: 7), 2), Weights(rows));

    private static float[] Weights(int rows) => Array.ConvertAll(Samples.Floats(rows, key: 9), weight => 1 + weight);

    private static bool Suits(NetworkSpec spec, int rows)
    {
        CpuParameters weights = new(spec, new Network(spec).GetWeights());
        LayerStack layers = new(CpuPlan.ForLoss(spec, new MeanSquaredError(), training: true), weights, ThreadTeam.CallerOnly, rows);
        return SlicedSteps.Suits(layers, weights, rows);
    }
}
