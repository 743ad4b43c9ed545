using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network for a component: options to the engine, epochs to the log.</summary>
internal static class NetworkTraining
{
    public static (Network Network, TrainingHistory History) Train(
        NetworkSpec spec, TrainingData data, LossSpec loss, NeuralTrainerOptions options, int seed, IChannel channel)
    {
        var network = new Network(spec, seed);
        var fit = new FitOptions
        {
            Optimizer = options.Optimizer,
            Loss = options.Loss ?? loss,
            BatchSize = options.BatchSize,
            Epochs = options.Epochs,
            Iterations = options.Iterations,
            Shuffle = options.Shuffle,
            Seed = seed,
            Threads = options.Threads,
            ValidationSplit = options.ValidationSplit,
            EarlyStopping = options.EarlyStopping,
            Callbacks = options.Callbacks,
            ResumeFrom = options.ResumeFrom,
        };
        channel.Info(MessageSensitivity.None, "Training {0} parameters on {1} rows.", spec.ParameterCount, data.RowCount);
        TrainingHistory history = network.Fit(data, fit, new LoggedProgress(options.Progress, channel, data.Targets is ClassTargets), options.Cancellation);
        return (network, history);
    }

    private sealed class LoggedProgress(IProgress<TrainingProgress>? next, IChannel channel, bool isClassification) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.IsEpochEnd)
            {
                string metric = isClassification ? $"accuracy {value.Accuracy:F4}" : $"mean absolute error {value.Training.MeanAbsoluteError:G4}";
                channel.Info(MessageSensitivity.None, "Epoch {0} of {1}: loss {2:G4}, {3}.", value.Epoch, value.Epochs, value.Loss, metric);
            }
            next?.Report(value);
        }
    }
}
