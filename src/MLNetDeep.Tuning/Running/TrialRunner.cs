using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>Trains and evaluates single trials. Several threads may call it at once.</summary>
internal sealed class TrialRunner(MLContext ml, IHost host, TuningTask task, CancellationToken stop, CancellationToken cancellation)
{
    /// <summary>Trains a trial on a rung and evaluates it. Throws nothing: a trial that fails has an outcome that says why.</summary>
    /// <param name="key">The trial and the rung.</param>
    /// <param name="checkpoint">The state at the end of the rung before; null to begin anew.</param>
    public FinishedTrial Run((int Trial, int Rung) key, TrainingCheckpoint? checkpoint)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int? epochs = task.Rungs[key.Rung].Epochs;
        CheckpointKeeper? keeper = task.Options.Strategy.ContinuesTraining && key.Rung < task.Rungs.Length - 1 ? new() : null;
        Trial trial = CreateTrial(key, task.ThreadsPerTrial, checkpoint, keeper, stop, cancellation);
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
        catch (Exception exception) when (ReferenceEquals(exception, trial.Misuse))
        {
            return new(Outcome(null, null), Error: ExceptionDispatchInfo.Capture(exception));
        }
        catch (Exception exception) when (cancellation.IsCancellationRequested || HostCancellation.IsCancelled(host))
        {
            return new(Outcome(null, null), Error: ExceptionDispatchInfo.Capture(Cancellation(exception)));
        }
        catch (Exception exception)
        {
            // An OperationCanceledException too: what was cancelled is something of the pipeline, such as a request that took too long.
            return stop.IsCancellationRequested ? new(Outcome(null, null)) : new(Outcome(null, TextOf(exception)));
        }

        TrialOutcome Outcome(double? value, string? failure) => new(key.Trial, key.Rung, epochs, value, failure, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Trains the pipeline of a trial from its beginning, after the search. A search that was stopped does not stop it.</summary>
    /// <param name="key">The trial, and the rung that says the number of epochs.</param>
    /// <param name="data">The rows.</param>
    /// <exception cref="OperationCanceledException">The search's token is cancelled.</exception>
    public ITransformer Fit((int Trial, int Rung) key, IDataView data)
    {
        // The search's own token sources may be disposed by now.
        CancellationToken token = task.Options.Cancellation;
        token.ThrowIfCancellationRequested();
        return Fit(CreateTrial(key, task.Threads, checkpoint: null, keeper: null, CancellationToken.None, token), data);
    }

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

    private Trial CreateTrial(
        (int Trial, int Rung) key, int threads, TrainingCheckpoint? checkpoint, CheckpointKeeper? keeper, CancellationToken stopToken,
        CancellationToken cancellationToken)
    {
        TrialValues values = new(task.Space, task.Options.Seed, key.Trial);
        MLContext context = new(values.Seed) { GpuDeviceId = ml.GpuDeviceId, FallbackToCpu = ml.FallbackToCpu };
        return new Trial(key.Trial, values, context)
        {
            Epochs = task.Rungs[key.Rung].Epochs,
            MaxEpochs = task.Rungs[^1].Epochs,
            Threads = threads,
            Checkpoint = checkpoint,
            StopToken = stopToken,
            Cancellation = cancellationToken,
            Callback = keeper,
            IsOneOfRanks = task.Options.Distribution is not null,
        };
    }

    // ML.NET wraps the exceptions of its background threads.
    private OperationCanceledException Cancellation(Exception? exception) =>
        exception is null ? new(cancellation) : exception as OperationCanceledException ?? Cancellation(exception.InnerException);

    private static string TextOf(Exception exception) =>
        exception.InnerException is { } inner ? $"{exception.Message} {TextOf(inner)}" : exception.Message;
}
