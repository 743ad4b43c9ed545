using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>The metrics that the options and callbacks of a training ask for.</summary>
internal static class MonitoredMetrics
{
    /// <summary>Returns the metrics that are measured only because they are asked for, in the order of their numbers.</summary>
    public static ImmutableArray<TrainingMetric> Further(FitOptions options) =>
        [.. Uses(options).Select(use => use.Metric).Where(metric => metric.IsFurther()).Distinct().Order()];

    /// <summary>Throws if a metric that is asked for cannot be measured.</summary>
    /// <param name="options">The options.</param>
    /// <param name="spec">The network.</param>
    /// <param name="hasValidation">Whether there are validation rows. Default null: the options say so.</param>
    /// <param name="isStream">Whether the training rows are a stream, which has no metrics that need them in memory.</param>
    /// <exception cref="ArgumentException">The message says who asks for the metric and what it needs.</exception>
    public static void Check(FitOptions options, NetworkSpec spec, bool? hasValidation = null, bool isStream = false)
    {
        LossSpec loss = options.LossFor(spec);
        hasValidation ??= options.ValidationData is { } data ? data.RowCount > 0 : options.ValidationSplit > 0;
        foreach (MetricUse use in Uses(options))
        {
            if (use.Metric.IsValidation() && hasValidation == false)
            {
                string split = isStream ? "" : " or ValidationSplit";
                string found = options.ValidationData is null ? "" : "; ValidationData has 0 rows";
                throw use.Error($"needs ValidationData{split}{found}");
            }

            if (isStream && use.Metric.IsFurther() && !use.Metric.IsValidation())
            {
                throw use.Error($"needs training data in memory; a stream has Validation{use.Metric}, with ValidationData");
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

    /// <summary>Throws if a metric that is compared between epochs would be NaN after each of them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="spec">The network.</param>
    /// <param name="training">The training rows; null if they are not all in memory.</param>
    /// <param name="validation">The validation rows; null if there are none.</param>
    /// <exception cref="ArgumentException">The message says who monitors the metric and why it is not defined.</exception>
    public static void CheckData(FitOptions options, NetworkSpec spec, TrainingData? training, TrainingData? validation)
    {
        foreach (MetricUse use in Uses(options).Where(use => use.Option != nameof(options.Metrics)))
        {
            string rows = use.Metric.IsValidation() ? "validation" : "training";
            Targets? targets = (use.Metric.IsValidation() ? validation : training)?.Targets;
            switch (use.Metric.OnTraining())
            {
                case TrainingMetric.AreaUnderRocCurve when !RocScores.HasArea(targets!, options.LossFor(spec) is CategoricalCrossEntropy):
                    throw use.Error($"is not defined: all {rows} rows have the same class");
                case TrainingMetric.RSquared when !SquaredErrors.HasDeviations((DenseTargets)targets!):
                    throw use.Error($"is not defined: all {rows} rows have the same target");
            }
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
