using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>What is measured after the last batch of an epoch.</summary>
internal readonly record struct EpochMeasures(EvaluationResult? Validation, MetricValues? TrainingMetrics, MetricValues? ValidationMetrics);

/// <summary>Measures a network at the end of an epoch: on the validation data, and the metrics that are asked for.</summary>
internal sealed class EpochEvaluator
{
    // Only finite weights are measured. Without anything to measure, epochs of a few steps are not all checked: a check of the weights and
    // the optimizer's state takes a tenth of a step or more. Ranks check all of them: what follows an epoch in one rank alone, such as a
    // checkpoint, must not be the first to find weights that are not finite.
    private const int StepsPerCheck = 16;

    private readonly BatchTrainer _trainer;
    private readonly IGradientExchange? _exchange;
    private readonly MetricEvaluator _metrics;
    private readonly TrainingData? _training;
    private readonly TrainingData? _validation;

    // The validation rows that this rank evaluates; null if there are none.
    private readonly TrainingData? _ownValidation;
    private readonly ImmutableArray<TrainingMetric> _trainingMetrics;
    private readonly ImmutableArray<TrainingMetric> _validationMetrics;

    /// <summary>Prepares the measurement.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="spec">The network.</param>
    /// <param name="training">All training rows; null if they are not all in memory, and no metrics of them are asked for.</param>
    /// <param name="validation">The validation rows; null if there are none.</param>
    public EpochEvaluator(BatchTrainer trainer, NetworkSpec spec, TrainingData? training, TrainingData? validation)
    {
        FitOptions options = trainer.Options;
        _trainer = trainer;
        _training = training;
        _validation = validation;
        _exchange = options.GradientExchange;
        _ownValidation = Share(validation);
        _metrics = new MetricEvaluator(trainer.Session, spec, options.LossFor(spec), options.TopK, _exchange);
        ILookup<bool, TrainingMetric> metrics = options.FurtherMetrics.ToLookup(metric => metric.IsValidation(), metric => metric.OnTraining());
        (_trainingMetrics, _validationMetrics) = ([.. metrics[false]], [.. metrics[true]]);
        foreach (TrainingData data in new[] { training, _ownValidation }.OfType<TrainingData>())
        {
            trainer.Session.PrepareData(data);
        }
    }

    /// <summary>Measures the network with its current weights.</summary>
    /// <exception cref="TrainingDivergedException">The weights or the optimizer's state are not finite.</exception>
    public EpochMeasures Measure()
    {
        if (_validation is not null || !_trainingMetrics.IsEmpty || _exchange is not null || _trainer.UncheckedSteps >= StepsPerCheck)
        {
            _trainer.ThrowIfNotFinite();
        }

        return new EpochMeasures(
            _validation is null ? null : _exchange.Sum(_ownValidation is null ? default : _trainer.Evaluate(_ownValidation)),
            _trainingMetrics.IsEmpty ? null : _metrics.Evaluate(_training!, _trainingMetrics),
            _validationMetrics.IsEmpty ? null : _metrics.Evaluate(_validation!, _validationMetrics));
    }

    private TrainingData? Share(TrainingData? data)
    {
        if (data is null || _exchange is null)
        {
            return data;
        }

        (int first, int count) = RankShare.Of(_exchange, data.RowCount);
        return count == 0 ? null : data.Slice(first, count);
    }
}
