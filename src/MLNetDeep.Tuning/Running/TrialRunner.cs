using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>Trains and evaluates single trials. Several threads may call it at once.</summary>
internal sealed class TrialRunner(MLContext ml, TuningTask task, CancellationToken stop, CancellationToken cancellation)
{
    /// <summary>Trains a trial on a rung and evaluates it. Throws nothing: a trial that fails has an outcome that says why.</summary>
    /// <param name="key">The trial and the rung.</param>
    /// <param name="checkpoint">The state at the end of the rung before; null to begin anew.</param>
    public FinishedTrial Run((int Trial, int Rung) key, TrainingCheckpoint? checkpoint)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int? epochs = task.Rungs[key.Rung].Epochs;
        CheckpointKeeper? keeper = task.Options.Strategy.ContinuesTraining && key.Rung < task.Rungs.Length - 1 ? new() : null;
        Trial trial = CreateTrial(key, checkpoint, keeper);
        try
        {
            ITransformer model = Fit(trial, task.Training);
            if (stop.IsCancellationRequested)
            {
                return new(Outcome(null, null));
            }

            double value = task.Options.Metric.Evaluate(trial.Context, model.Transform(task.Validation), task.Options.LabelColumnName);
            return double.IsFinite(value)
                ? new(Outcome(value, null), model, keeper?.Checkpoint)
                : new(Outcome(null, $"The {task.Options.Metric.Name} is {value.ToString(CultureInfo.InvariantCulture)}."));
        }
        catch (Exception exception) when (ReferenceEquals(exception, trial.Misuse) || IsCancellation(exception))
        {
            return new(Outcome(null, null), Error: ExceptionDispatchInfo.Capture(exception));
        }
        catch (Exception exception)
        {
            return stop.IsCancellationRequested ? new(Outcome(null, null)) : new(Outcome(null, TextOf(exception)));
        }

        TrialOutcome Outcome(double? value, string? failure) => new(key.Trial, key.Rung, epochs, value, failure, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Trains the pipeline of a trial from its beginning, on other rows.</summary>
    public ITransformer Fit((int Trial, int Rung) key, IDataView data) => Fit(CreateTrial(key, checkpoint: null, keeper: null), data);

    private ITransformer Fit(Trial trial, IDataView data)
    {
        if (task.CreatePipeline(trial) is not { } pipeline)
        {
            throw trial.Misuse = new InvalidOperationException("The function that makes the pipeline of a trial returned null.");
        }

        if (trial.Epochs is not null && trial.Configured == 0)
        {
            throw trial.Misuse = new InvalidOperationException(
                "The strategy of the search gives the number of epochs, but the pipeline does not use it: pass the trainer's options through "
                + "Trial.Configure, as in MultilayerPerceptron(trial.Configure(options)).");
        }

        return pipeline.Fit(data);
    }

    private Trial CreateTrial((int Trial, int Rung) key, TrainingCheckpoint? checkpoint, CheckpointKeeper? keeper)
    {
        TrialValues values = new(task.Space, task.Options.Seed, key.Trial);
        MLContext context = new(values.Seed) { GpuDeviceId = ml.GpuDeviceId, FallbackToCpu = ml.FallbackToCpu };
        return new Trial(key.Trial, values, context)
        {
            Epochs = task.Rungs[key.Rung].Epochs,
            MaxEpochs = task.Rungs[^1].Epochs,
            Threads = task.ThreadsPerTrial,
            Checkpoint = checkpoint,
            StopToken = stop,
            Cancellation = cancellation,
            Callback = keeper,
        };
    }

    // ML.NET wraps the exceptions of its background threads.
    private static bool IsCancellation(Exception? exception) =>
        exception is not null && (exception is OperationCanceledException || IsCancellation(exception.InnerException));

    private static string TextOf(Exception exception) =>
        exception.InnerException is { } inner ? $"{exception.Message} {TextOf(inner)}" : exception.Message;
}
