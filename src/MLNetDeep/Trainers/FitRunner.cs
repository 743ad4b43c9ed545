using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network for a trainer: passes the rows and options to the training engine, and logs each epoch.</summary>
/// <remarks>After each batch and before each row it asks the host whether the MLContext was cancelled, as ML.NET's trainers do.</remarks>
internal sealed class FitRunner(NetworkSpec spec, NetworkTask task, NeuralTrainerOptions options, IHost host, IChannel channel)
{
    /// <summary>Reads the rows and trains.</summary>
    /// <param name="view">The rows.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="drawSeed">Draws a seed from the trainer's host, which is seeded by the MLContext. Used if the options have no
    /// seed. The seed of rank 0 is that of all ranks.</param>
    public (Network Network, TrainingHistory History) Run(IDataView view, RowColumns columns, Func<int> drawSeed)
    {
        CheckMetrics();
        RankColumns.Check(options, spec, columns);
        ViewReader reader = new(spec, host, channel, options);
        TrainingData? validation = ReadValidation(columns, reader);
        return options.StreamingPoolSize is null
            ? RunInMemory(view, columns, validation, reader, drawSeed)
            : RunStreamed(view, columns, validation, reader, drawSeed);
    }

    private (Network Network, TrainingHistory History) RunInMemory(
        IDataView view, RowColumns columns, TrainingData? validation, ViewReader reader, Func<int> drawSeed)
    {
        TrainingData data = reader.Read(view, columns);
        NetworkMemory.Check(spec, columns, options, data.RowCount);
        FitOptions fit = CreateFitOptions(options.Distribution.OfFirst(options.Seed ?? drawSeed()), validation);
        (data, fit) = HoldOut(data, fit, columns.Label);
        fit = fit with { Epochs = options.EpochsFor(data.RowCount) };
        if (!Standardization.ScalesFeatures(spec, fit) && FeatureScale.FindProblem(columns.Features, data.Features) is { } problem)
        {
            channel.Warning(MessageSensitivity.Schema, "{0}", problem);
        }

        Network network = InitialWeights.Create(spec, fit.Seed, task, options, columns.Label, channel);
        LogStart(data, fit.ValidationData);
        TrainingHistory history = network.Fit(data, fit, Progress(fit), options.Cancellation);
        LogEnd(history, fit);
        return (network, history);
    }

    // Splits off the rows for validation, if the options say so, and logs about the classes in either part.
    private (TrainingData Data, FitOptions Options) HoldOut(TrainingData data, FitOptions fit, LabelColumn label)
    {
        if (fit.Split(data, spec) is { } split)
        {
            HeldOutRows.WarnAboutSplit(channel, split, label);
            return (split.Training, fit with { ValidationData = split.Validation });
        }

        if (fit.ValidationData is { } validation)
        {
            HeldOutRows.WarnAboutValidationData(channel, new DataSplit(data, validation, []).FindMissingClasses(), label);
        }

        return (data, fit);
    }

    private (Network Network, TrainingHistory History) RunStreamed(
        IDataView view, RowColumns columns, TrainingData? validation, ViewReader reader, Func<int> drawSeed)
    {
        if (options.ValidationSplit > 0 && validation is null)
        {
            throw new InvalidOperationException(
                $"{nameof(options.ValidationSplit)} is {options.ValidationSplit}, but with {nameof(options.StreamingPoolSize)} the last rows are "
                + $"not known before all rows are read; accepted: 0, or {nameof(options.ValidationData)}.");
        }

        long? rows = options.DistributedRows == DistributedRows.Shard ? options.Distribution.SumOfRows(view.GetRowCount()) : view.GetRowCount();
        reader.CheckRanks(view, columns);
        FitOptions fit = CreateFitOptions(options.Distribution.OfFirst(options.Seed ?? drawSeed()), validation) with { Epochs = options.EpochsFor(rows) };
        Network network = InitialWeights.Create(spec, fit.Seed, task, options, columns.Label, channel);
        channel.Info(MessageSensitivity.None, "Training {0} parameters on rows that are read again for each epoch.", spec.ParameterCount);
        ViewStream stream = new(view, columns, spec, host, rows, RowShare.Of(options.Distribution, options.DistributedRows));
        TrainingHistory history = network.Fit(stream, fit, Progress(fit), options.Cancellation);
        reader.WarnAboutSkipped(stream.Skipped.Sum(options.Distribution));
        HeldOutRows.WarnAboutValidationData(channel, history.HeldOutClasses.Missing, columns.Label);
        if (!Standardization.ScalesFeatures(spec, fit) && stream.ScaleProblem is { } problem)
        {
            channel.Warning(MessageSensitivity.Schema, "{0}", problem);
        }

        LogEnd(history, fit);
        return (network, history);
    }

    // The engine checks this too, but only after all rows are read.
    private void CheckMetrics() => MonitoredMetrics.Check(
        CreateFitOptions(seed: 0, validation: null),
        spec,
        hasValidation: options.ValidationData is not null || options.ValidationSplit > 0,
        isStream: options.StreamingPoolSize is not null);

    private TrainingData? ReadValidation(RowColumns columns, ViewReader reader) => options.ValidationData is { } view
        ? reader.ReadValidation(view, columns.FindInValidationData(view, task, options).For(spec))
        : null;

    private FitOptions CreateFitOptions(int seed, TrainingData? validation) => new()
    {
        Optimizer = options.Optimizer,
        Loss = options.Loss ?? task.DefaultLoss,
        ClassWeights = options.ClassWeights,
        BatchSize = options.BatchSize,
        Iterations = options.Iterations,
        Shuffle = options.Shuffle,
        Augmentation = options.Augmentation,
        StandardizeFeatures = options.StandardizeFeatures,
        StandardizeTargets = options.StandardizeLabels,
        PoolSize = options.StreamingPoolSize ?? FitOptions.DefaultPoolSize,
        Seed = seed,
        Threads = options.Threads,
        ValidationData = validation,
        ValidationSplit = validation is null ? options.ValidationSplit : 0,
        ValidationRows = options.ValidationRows,
        Metrics = options.Metrics,
        TopK = options.TopK,
        EarlyStopping = options.EarlyStopping,
        Callbacks = options.Callbacks,
        StopToken = options.StopToken,
        ResumeFrom = options.ResumeFrom,
        Backend = options.Backend,
        GradientExchange = options.Distribution,
        LocalSteps = options.LocalSteps,
        WeightCheckInterval = options.WeightCheckInterval,
    };

    // Rows that are held out are not trained on.
    private void LogStart(TrainingData training, TrainingData? validationRows)
    {
        string heldOut = options.ValidationSplit > 0 && validationRows is { } validation ? $"; {validation.RowCount} rows are for validation" : "";
        channel.Info(
            MessageSensitivity.None, "Training {0} parameters on {1} rows{2}.", spec.ParameterCount, training.RowCount, heldOut);
    }

    private void LogEnd(TrainingHistory history, FitOptions fit)
    {
        if (history.Epochs.IsEmpty && options.StopToken.IsCancellationRequested)
        {
            channel.Warning(MessageSensitivity.None, "Stopped before the first batch: the model is not trained.");
        }
        else if (history.Epochs is [.., { IsPartial: true } last] && options.Iterations is null)
        {
            channel.Info(MessageSensitivity.None, "Stopped within epoch {0}, after {1} batches of it.", last.Epoch, last.Batches);
        }

        // Warnings about classes are logged with the names of the classes. That features are not standardized is no surprise where the
        // option is on by default; features that needed it have a warning of their own.
        string?[] others = [.. history.HeldOutClasses.Warnings, Standardization.FindIgnoredFeatures(spec, fit)];
        foreach (string warning in history.Warnings.Except(others.OfType<string>()))
        {
            channel.Warning(MessageSensitivity.None, "{0}", warning);
        }
    }

    // Every rank asks its host whether it was cancelled; the first alone logs and reports.
    private LoggedProgress Progress(FitOptions fit) => options.Distribution.IsFirst()
        ? new LoggedProgress(options.Progress, host, new EpochLog(channel, fit, spec))
        : new LoggedProgress(null, host, null);

    private sealed class LoggedProgress(IProgress<TrainingProgress>? next, IHost host, EpochLog? log) : IProgress<TrainingProgress>, ICancelsTraining
    {
        public void Report(TrainingProgress value)
        {
            log?.Write(value);
            next?.Report(value);
            ThrowIfCancelled();
        }

        public void ThrowIfCancelled() => HostCancellation.ThrowIfCancelled(host);
    }
}
