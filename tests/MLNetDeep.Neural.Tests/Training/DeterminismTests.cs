using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>The same seed gives the same weights bit for bit, on any number of threads.</summary>
public class DeterminismTests
{
    // Wide enough that every job is shared between threads; sparse and dense inputs; every activation; dropout before and after.
    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public void The_number_of_threads_does_not_show(int litOneIn)
    {
        NetworkSpec spec = new(
            [150],
            [
                new Dense(200, Activation.Relu), new Dropout(0.3), new Dense(130, Activation.Tanh), new Dense(70, Activation.Sigmoid),
                new Dropout(0.1), new Dense(12, Activation.Softmax),
            ]);
        TrainingData data = new(new ByteFeatures(Samples.Bytes(300 * 150, litOneIn), 150), Samples.Labels(300, 12));
        foreach (OptimizerSpec optimizer in new OptimizerSpec[] { new Adam(), new Sgd(0.1, momentum: 0.9, nesterov: true), new Sgd(0.1) })
        {
            (IReadOnlyList<NamedTensor> one, TrainingHistory oneHistory) = Trained(1);
            foreach (int threads in new[] { 2, 3, 8 })
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

    [Fact]
    public void Different_seeds_differ()
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
