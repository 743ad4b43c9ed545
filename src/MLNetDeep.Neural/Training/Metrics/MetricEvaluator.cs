using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>Computes the metrics that <see cref="FitOptions.Metrics"/> and callbacks ask for, over all rows of a data set.</summary>
/// <param name="session">The training.</param>
/// <param name="spec">The network.</param>
/// <param name="loss">The loss.</param>
/// <param name="topK">See <see cref="FitOptions.TopK"/>.</param>
/// <param name="exchange">
/// The exchange; null without one. Each rank computes the outputs of its part of the rows, and all ranks get the same metrics.
/// </param>
internal sealed class MetricEvaluator(ITrainingSession session, NetworkSpec spec, LossSpec loss, int topK, IGradientExchange? exchange = null)
{
    private const int RowsPerCall = 1024;

    private float[] _outputs = [];

    /// <summary>Computes metrics.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="metrics">The metrics, whichever data set they are for, as metrics of the training data.</param>
    public MetricValues Evaluate(TrainingData data, ImmutableArray<TrainingMetric> metrics)
    {
        bool isCategorical = loss is CategoricalCrossEntropy;
        TopKCounter? topKCounter = Has(TrainingMetric.TopKAccuracy) ? new(data.Targets, topK) : null;
        ClassCounts? counts = Has(TrainingMetric.Precision) || Has(TrainingMetric.Recall) || Has(TrainingMetric.F1Score)
            ? new(data.Targets, spec.OutputSize, isCategorical)
            : null;
        RocScores? scores = Has(TrainingMetric.AreaUnderRocCurve) ? new(data.Targets, spec.OutputSize, isCategorical) : null;
        SquaredErrors? errors = Has(TrainingMetric.RSquared) ? new((DenseTargets)data.Targets) : null;
        Run(data, [.. new MetricAccumulator?[] { topKCounter, counts, scores, errors }.OfType<MetricAccumulator>()]);
        return new MetricValues
        {
            TopKAccuracy = topKCounter?.Accuracy ?? double.NaN,
            Precision = Has(TrainingMetric.Precision) ? counts!.Precision : double.NaN,
            Recall = Has(TrainingMetric.Recall) ? counts!.Recall : double.NaN,
            F1Score = Has(TrainingMetric.F1Score) ? counts!.F1Score : double.NaN,
            AreaUnderRocCurve = scores?.ComputeArea() ?? double.NaN,
            RSquared = errors?.RSquared ?? double.NaN,
        };

        bool Has(TrainingMetric metric) => metrics.Contains(metric);
    }

    private void Run(TrainingData data, MetricAccumulator[] accumulators)
    {
        int outputSize = spec.OutputSize;
        (int start, int rows) = RankShare.Of(exchange, data.RowCount);
        for (int first = start; first < start + rows; first += RowsPerCall)
        {
            int count = Math.Min(RowsPerCall, start + rows - first);
            if (_outputs.Length < count * outputSize)
            {
                _outputs = new float[count * outputSize];
            }

            session.Predict(data.Features.Slice(first, count), _outputs.AsSpan(0, count * outputSize));
            for (int row = 0; row < count; row++)
            {
                foreach (MetricAccumulator accumulator in accumulators)
                {
                    accumulator.Add(first + row, _outputs.AsSpan(row * outputSize, outputSize));
                }
            }
        }

        if (exchange is not null)
        {
            foreach (MetricAccumulator accumulator in accumulators)
            {
                accumulator.Combine(exchange);
            }
        }
    }
}
