using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>The metrics that the options and callbacks of a training ask for.</summary>
internal static class MonitoredMetrics
{
    /// <summary>Returns the metrics that are measured only because they are asked for, in the order of their numbers.</summary>
    public static ImmutableArray<TrainingMetric> Further(FitOptions options) =>
        [.. Uses(options).Select(use => use.Metric).Where(metric => metric.IsFurther()).Distinct().Order()];

    /// <summary>Throws if a metric that is asked for cannot be measured.</summary>
    /// <exception cref="ArgumentException">The message says who asks for the metric and what it needs.</exception>
    public static void Check(FitOptions options, NetworkSpec spec)
    {
        LossSpec loss = options.LossFor(spec);
        bool hasValidation = options.ValidationData is { } data ? data.RowCount > 0 : options.ValidationSplit > 0;
        foreach (MetricUse use in Uses(options))
        {
            if (use.Metric.IsValidation() && !hasValidation)
            {
                string found = options.ValidationData is null ? "" : "; ValidationData has 0 rows";
                throw use.Error($"needs ValidationData or ValidationSplit{found}");
            }

            if (use.Metric.NeededLoss(loss) is { } needed)
            {
                IEnumerable<TrainingMetric> accepted = Enum.GetValues<TrainingMetric>().Where(metric => metric.NeededLoss(loss) is null);
                throw use.Error($"needs {needed}; the loss is {loss}. Accepted: {string.Join(", ", accepted)}");
            }

            if (use.Metric.OnTraining() == TrainingMetric.TopKAccuracy && options.TopK > spec.OutputSize)
            {
                throw use.Error($"needs a TopK of at most {spec.OutputSize}, the number of classes; TopK is {options.TopK}");
            }
        }
    }

    /// <summary>Throws if a metric of the training data is asked for, which a stream does not keep in memory.</summary>
    /// <exception cref="ArgumentException">The message says who asks for the metric.</exception>
    public static void CheckForStream(FitOptions options)
    {
        foreach (MetricUse use in Uses(options).Where(use => use.Metric.IsFurther() && !use.Metric.IsValidation()))
        {
            throw use.Error($"needs training data in memory; a stream has Validation{use.Metric}, with ValidationData");
        }
    }

    private static IEnumerable<MetricUse> Uses(FitOptions options)
    {
        foreach (TrainingMetric metric in options.Metrics)
        {
            yield return new("Metrics has", nameof(options.Metrics), metric);
        }

        if (options.EarlyStopping is { } stopping)
        {
            yield return new("EarlyStopping monitors", nameof(options.EarlyStopping), stopping.Monitor);
        }

        foreach (TrainingCallback callback in options.Callbacks)
        {
            if (callback.MonitoredMetric is { } metric)
            {
                yield return new($"{callback.GetType().Name} monitors", nameof(options.Callbacks), metric);
            }
        }
    }

    private sealed record MetricUse(string Subject, string Option, TrainingMetric Metric)
    {
        public ArgumentException Error(string problem) => new($"{Subject} {Metric}, which {problem}.", Option);
    }
}
