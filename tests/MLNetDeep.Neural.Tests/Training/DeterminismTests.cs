using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checks that the same seed yields bitwise equal weights for any number of threads.</summary>
public class DeterminismTests
{
    // Covers all kinds of layers with sparse and dense inputs. The layers are wide enough to split every job among threads.
    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public void Weights_do_not_depend_on_the_number_of_threads(int valuesPerNonzero)
    {
        NetworkSpec spec = new(
            [150],
            [
                new Dense(200, Activation.Relu), new Dropout(0.3), new Dense(130, Activation.Tanh), new Dense(70, Activation.Sigmoid),
                new BatchNormalization(), new ActivationLayer(Activation.Gelu), new Dropout(0.1),
                new Dense(40, Activation.Elu, kernelRegularizer: new(1e-5, 1e-5), kernelMaxNorm: 2), new Dense(12, Activation.Softmax),
            ]);
        TrainingData data = new(new ByteFeatures(Samples.Bytes(300 * 150, valuesPerNonzero), 150), Samples.Labels(300, 12));
        foreach (OptimizerSpec optimizer in (OptimizerSpec[])[new Adam(), new Sgd(0.1, 0.9, nesterov: true) { GlobalClipNorm = 0.5, ClipValue = 0.1 }])
        {
            (IReadOnlyList<NamedTensor> one, TrainingHistory oneHistory) = Trained(1);
            foreach (int threads in new[] { 2, 3 })
            {
                (IReadOnlyList<NamedTensor> more, TrainingHistory moreHistory) = Trained(threads);
                Close.SameBits(one, more);
                Assert.Equal(oneHistory.Epochs[1].Training, moreHistory.Epochs[1].Training);
                Assert.Equal(oneHistory.Epochs[1].Validation, moreHistory.Epochs[1].Validation);
            }

            (IReadOnlyList<NamedTensor>, TrainingHistory) Trained(int threads)
            {
                Network network = new(spec, seed: 5);
                TrainingHistory history = network.Fit(
                    data, new FitOptions { Optimizer = optimizer, Epochs = 2, BatchSize = 50, Threads = threads, Seed = 6, ValidationData = data });
                return (network.GetWeights(), history);
            }
        }
    }

    // Covers the remaining optimizers and losses. Without clipping and penalties, each gradient is applied at once and never stored.
    [Fact]
    public void Weights_do_not_depend_on_the_number_of_threads_with_any_optimizer_or_loss()
    {
        NetworkSpec spec = new([150], [new Dense(200, Activation.Softplus), new BatchNormalization(), new Dense(3, Activation.Sigmoid)]);
        float[] targets = [.. Samples.Floats(200 * 3).Select(Math.Abs)];
        TrainingData data = new(new DenseFeatures(Samples.Floats(200 * 150), 150), new DenseTargets(targets, 3));
        OptimizerSpec[] optimizers =
            [new Sgd(), new Sgd(momentum: 0.9), new AdamW(), new Adagrad(), new Adadelta(1), new RmsProp(), new RmsProp(momentum: 0.5, centered: true)];
        LossSpec[] losses =
            [new BinaryCrossEntropy(), new MeanSquaredError(), new Huber(), new MeanAbsoluteError(), new MeanSquaredLogarithmicError(), new BinaryCrossEntropy(0.1), new Huber(0.1)];
        foreach ((OptimizerSpec optimizer, LossSpec loss) in optimizers.Zip(losses))
        {
            IReadOnlyList<NamedTensor>[] trained = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Network network = new(spec);
                network.Fit(data, new FitOptions { Optimizer = optimizer, Loss = loss, Threads = threads, BatchSize = 64 });
                return network.GetWeights();
            })];
            Close.SameBits(trained[0], trained[1]);
            Close.SameBits(trained[0], trained[2]);
        }
    }

    [Fact]
    public void Different_seeds_yield_different_weights()
    {
        Assert.False(Close.AreSame(Trained(1, 1), Trained(2, 1)));
        Assert.False(Close.AreSame(Trained(1, 1), Trained(1, 2)));
        Assert.True(Close.AreSame(Trained(1, 1), Trained(1, 1)));
    }

    private static IReadOnlyList<NamedTensor> Trained(int initialSeed, int fitSeed)
    {
        Network network = new(Samples.Mlp(dropout: 0.2), initialSeed);
        network.Fit(Samples.Separable(200, 20, 5), new FitOptions { Seed = fitSeed });
        return network.GetWeights();
    }
}
