using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network for a component: options to the engine, epochs to the log.</summary>
internal static class NetworkTraining
{
    /// <summary>The seed: the option's, else drawn from the component's source of randomness, which follows the context's seed.</summary>
    public static int SeedOf(NeuralTrainerOptions options, IHost host) => options.Seed ?? host.Rand.Next();

    public static (Network Network, TrainingHistory History) Train(
        NetworkSpec spec, TrainingData data, NeuralTrainerOptions options, int seed, IChannel channel)
    {
        var network = new Network(spec, seed);
        var fit = new FitOptions
        {
            Optimizer = options.Optimizer,
            BatchSize = options.BatchSize,
            Epochs = options.Epochs,
            Iterations = options.Iterations,
            Shuffle = options.Shuffle,
            Seed = seed,
            Threads = options.Threads,
        };
        channel.Info(MessageSensitivity.None, "Training {0} parameters on {1} rows.", spec.ParameterCount, data.RowCount);
        TrainingHistory history = network.Fit(data, fit, new LoggedProgress(options.Progress, channel), options.Cancellation);
        return (network, history);
    }

    private sealed class LoggedProgress(IProgress<TrainingProgress>? next, IChannel channel) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.IsEpochEnd)
            {
                channel.Info(
                    MessageSensitivity.None, "Epoch {0} of {1}: loss {2:F4}, accuracy {3:F4}.", value.Epoch, value.Epochs, value.Loss, value.Accuracy);
            }
            next?.Report(value);
        }
    }
}
