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
        Assert.False(Suits(new([200], [new Dense(8), new Dense(2)]), Rows));
        Assert.False(Suits(new([3, 2], [new Dense(8), new Flatten(), new Dense(2)]), Rows));
        Assert.True(Suits(new([3, 2], [new Flatten(), new Dense(8), new Dense(2)]), Rows));
    }

    [Theory]
    [InlineData(Rows)]
    [InlineData(Rows - 1)]
    [InlineData(1001)]
    [InlineData(9)]
    [InlineData(3)]
    [InlineData(1)]
    public void A_step_subtracts_the_gradient_of_the_batch(int rows) => CheckStep(s_spec, rows);

    // 70 units do not fit into one panel of weights. The derivative of softplus needs the sums. A frozen layer has no gradients, but passes
    // them on.
    [Theory]
    [InlineData(Rows)]
    [InlineData(Rows - 20)]
    public void A_step_subtracts_the_gradient_of_layers_of_all_kinds(int rows)
    {
        CheckStep(new([4], [new Dense(70, Activation.Softplus), new Dense(67, new LeakyRelu(0.1), useBias: false), new Dense(2)]), rows);
        CheckStep(
            new(
                [4],
                [
                    new Dense(5) { Trainable = false }, new ActivationLayer(Activation.Sigmoid), new Dense(6, Activation.Tanh),
                    new Dense(9, Activation.Gelu) { Trainable = false }, new Dense(2),
                ]),
            rows);
    }

    [Fact]
    public void Classes_and_their_weights_are_learned_from_slices()
    {
        NetworkSpec spec = new([4], [new Dense(8, Activation.Relu), new Dense(3, Activation.Softmax)]);
        TrainingData data = new(
            new DenseFeatures(Samples.Floats(4 * Rows), 4), new ClassTargets(Array.ConvertAll(Samples.Floats(Rows, key: 7), value => value > 0.3 ? 2 : 1)));
        FitOptions options = new() { BatchSize = Rows, Optimizer = new Sgd(1), Threads = 1, ClassWeights = [1, 2, 4] };
        Assert.True(Suits(spec, Rows));

        // Class weights are the same as weights of rows.
        TrainingData weighted = new(data.Features, data.Targets, Array.ConvertAll(Samples.Floats(Rows, key: 7), value => value > 0.3 ? 4f : 2));
        CheckStep(new Network(spec, seed: 3), data, options, new Network(spec, seed: 3).ComputeGradients(weighted, new CategoricalCrossEntropy()));
    }

    // With the learning rate 1, a step subtracts the gradient. ComputeGradients takes all rows at once.
    private static void CheckStep(NetworkSpec spec, int rows)
    {
        Assert.True(Suits(spec, Rows));
        TrainingData batch = Data(rows);
        Network network = new(spec, seed: 2);
        IReadOnlyList<NamedTensor> gradients = network.ComputeGradients(batch, new MeanSquaredError());
        EvaluationResult expected = network.Evaluate(batch);
        EvaluationResult result = CheckStep(network, batch, s_options, gradients);
        Assert.Equal(rows, result.RowCount);
        Assert.Equal(expected.Loss, result.Loss, 1e-6 + (1e-5 * expected.Loss));
        Assert.Equal(expected.MeanAbsoluteError, result.MeanAbsoluteError, 1e-6 + (1e-5 * expected.MeanAbsoluteError));
    }

    private static EvaluationResult CheckStep(Network network, TrainingData batch, FitOptions options, IReadOnlyList<NamedTensor> gradients)
    {
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        EvaluationResult result = network.TrainOnBatch(batch, options);
        IReadOnlyList<NamedTensor> after = network.GetWeights();
        for (int i = 0; i < after.Count; i++)
        {
            bool isTrained = network.Spec.Parameters[i].IsTrainable;
            float[] steps = [.. before[i].Values.Zip(after[i].Values, (old, now) => old - now)];
            Assert.All(
                steps.Zip(gradients[i].Values),
                pair => Assert.Equal(isTrained ? pair.Second : 0, pair.First, 1e-6 + (1e-5 * Math.Abs(pair.Second))));
        }

        return result;
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
        return SlicedSteps.Suits(CpuPlan.ForLoss(spec, new MeanSquaredError(), training: true), weights, rows);
    }
}
