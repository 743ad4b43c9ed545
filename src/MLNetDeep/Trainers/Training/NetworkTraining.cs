using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network for a component: rows and options to the engine, epochs to the log.</summary>
internal sealed class NetworkTraining(NetworkSpec spec, LossSpec loss, NeuralTrainerOptions options, IChannel channel)
{
    /// <param name="view">The rows.</param>
    /// <param name="columns">What to read of them.</param>
    /// <param name="drawSeed">Draws from the component's source of randomness, which follows the context's seed, where the options have none.</param>
    public (Network Network, TrainingHistory History) Run(IDataView view, TrainingColumns columns, Func<int> drawSeed) =>
        options.StreamingPoolSize is null ? RunInMemory(view, columns, drawSeed) : RunStreamed(view, columns, drawSeed);

    private (Network Network, TrainingHistory History) RunInMemory(IDataView view, TrainingColumns columns, Func<int> drawSeed)
    {
        TrainingData data = TrainingDataReader.Read(view, columns, channel, options.Cancellation);
        FitOptions fit = MakeOptions(options.Seed ?? drawSeed());
        Network network = new(spec, fit.Seed);
        channel.Info(MessageSensitivity.None, "Training {0} parameters on {1} rows.", spec.ParameterCount, data.RowCount);
        return (network, network.Fit(data, fit, Progress(columns.Label), options.Cancellation));
    }

    private (Network Network, TrainingHistory History) RunStreamed(IDataView view, TrainingColumns columns, Func<int> drawSeed)
    {
        if (options.ValidationSplit > 0)
        {
            throw new InvalidOperationException(
                $"{nameof(options.ValidationSplit)} is {options.ValidationSplit}, but with {nameof(options.StreamingPoolSize)} the last rows cannot be told before all are read; accepted: 0.");
        }
        FitOptions fit = MakeOptions(options.Seed ?? drawSeed());
        Network network = new(spec, fit.Seed);
        channel.Info(MessageSensitivity.None, "Training {0} parameters on rows that are read anew at each epoch.", spec.ParameterCount);
        ViewStream stream = new(view, columns);
        TrainingHistory history = network.Fit(stream, fit, Progress(columns.Label), options.Cancellation);
        TrainingDataReader.WarnOfSkipped(channel, stream.SkippedCount);
        return (network, history);
    }

    private FitOptions MakeOptions(int seed) => new()
    {
        Optimizer = options.Optimizer,
        Loss = options.Loss ?? loss,
        BatchSize = options.BatchSize,
        Epochs = options.Epochs,
        Iterations = options.Iterations,
        Shuffle = options.Shuffle,
        PoolSize = options.StreamingPoolSize ?? FitOptions.DefaultPoolSize,
        Seed = seed,
        Threads = options.Threads,
        ValidationSplit = options.ValidationSplit,
        EarlyStopping = options.EarlyStopping,
        Callbacks = options.Callbacks,
        ResumeFrom = options.ResumeFrom,
    };

    private LoggedProgress Progress(LabelColumn label) => new(options.Progress, channel, label.IsClass);

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
