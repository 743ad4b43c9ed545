using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>The metrics of two classes on weighted rows, each as ML.NET computes it. Weights are in the order of the ranks.</summary>
internal sealed class BinaryMetrics
{
    private static readonly ImmutableArray<string> s_names =
    [
        nameof(BinaryClassificationMetrics.Accuracy),
        nameof(BinaryClassificationMetrics.F1Score),
        nameof(BinaryClassificationMetrics.AreaUnderRocCurve),
        nameof(BinaryClassificationMetrics.AreaUnderPrecisionRecallCurve),
        nameof(BinaryClassificationMetrics.PositivePrecision),
        nameof(BinaryClassificationMetrics.PositiveRecall),
        nameof(BinaryClassificationMetrics.NegativePrecision),
        nameof(BinaryClassificationMetrics.NegativeRecall),
    ];

    private static readonly ImmutableArray<string> s_lossNames =
        [nameof(CalibratedBinaryClassificationMetrics.LogLoss), nameof(CalibratedBinaryClassificationMetrics.LogLossReduction)];

    private readonly int[] _endsOfTies;
    private readonly bool[] _isPositive;
    private readonly bool[] _isPredicted;
    private readonly double[]? _losses;

    /// <summary>Prepares the metrics.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="ranked">The rows in the order of their scores.</param>
    public BinaryMetrics(BinaryRows rows, RankedScores ranked)
    {
        _isPositive = Array.ConvertAll(ranked.Rows, row => rows.Labels[row]);
        _isPredicted = Array.ConvertAll(ranked.Rows, row => rows.Predicted[row]);

        // In bits, as ML.NET has it: infinite if a probability of 0 is wrong.
        _losses = rows.Probabilities is { } probabilities
            ? Array.ConvertAll(ranked.Rows, row => -Math.Log2(rows.Labels[row] ? probabilities[row] : 1.0 - probabilities[row]))
            : null;
        List<int> ends = [];
        for (int start = 0; start < ranked.Rows.Length; start = ends[^1])
        {
            ends.Add(ranked.EndOfTie(start));
        }

        _endsOfTies = [.. ends];
        Names = _losses is null ? s_names : [.. s_names, .. s_lossNames];
    }

    /// <summary>The names of the metrics. The log-loss and its reduction need probabilities.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Computes the metrics.</summary>
    /// <inheritdoc cref="WeightedMetrics"/>
    public void Compute(ReadOnlySpan<int> weights, Span<double> values)
    {
        long positives = 0, right = 0, hits = 0, predicted = 0;
        double loss = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int weight = weights[i];
            positives += _isPositive[i] ? weight : 0;
            predicted += _isPredicted[i] ? weight : 0;
            hits += _isPositive[i] && _isPredicted[i] ? weight : 0;
            right += _isPositive[i] == _isPredicted[i] ? weight : 0;

            // A row that is not drawn counts nothing, even if its loss is infinite.
            loss += _losses is null || weight == 0 ? 0 : weight * _losses[i];
        }

        values[0] = (double)right / weights.Length;

        // As in ML.NET, undefined if precision and recall are 0.
        values[1] = hits == 0 ? double.NaN : 2.0 * hits / (positives + predicted);
        values[2] = AreaUnderRoc(weights, positives, weights.Length - positives);
        values[3] = AreaUnderPrecisionRecall(weights, positives);

        // As in ML.NET, undefined if no row is predicted as the class, or none is of it.
        long negatives = weights.Length - positives, rejected = weights.Length - predicted;
        values[4] = (double)hits / predicted;
        values[5] = (double)hits / positives;
        values[6] = (double)(right - hits) / rejected;
        values[7] = (double)(right - hits) / negatives;
        if (_losses is not null)
        {
            double entropy = Entropy((double)positives / weights.Length);
            values[8] = loss / weights.Length;
            values[9] = (entropy - values[8]) / entropy;
        }
    }

    // In bits: the log-loss of a model that gives every row the share of true rows as its probability.
    private static double Entropy(double share) => share is 0 or 1 ? 0 : -(share * Math.Log2(share)) - ((1 - share) * Math.Log2(1 - share));

    // The share of pairs of a positive and a negative row in which the positive one has the higher score; equal scores count one half.
    private double AreaUnderRoc(ReadOnlySpan<int> weights, long positives, long negatives)
    {
        long above = 0;
        double pairs = 0;
        int start = 0;
        foreach (int end in _endsOfTies)
        {
            long hits = 0, misses = 0;
            for (int i = start; i < end; i++)
            {
                hits += _isPositive[i] ? weights[i] : 0;
                misses += _isPositive[i] ? 0 : weights[i];
            }

            pairs += misses * (above + (hits / 2.0));
            above += hits;
            start = end;
        }

        return pairs / positives / negatives;
    }

    // The lower trapezoid estimator of Boyd, Eng and Page (2013), "Area under the precision-recall curve": rows are taken one by one, also
    // those with equal scores, and the precision before a positive row is that after the negative rows above it.
    private double AreaUnderPrecisionRecall(ReadOnlySpan<int> weights, long positives)
    {
        if (positives == 0)
        {
            return double.NaN;
        }

        double area = 0, before = 1;
        long hits = 0, all = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!_isPositive[i])
            {
                all += weights[i];
                before = all == 0 ? 1 : (double)hits / all;
                continue;
            }

            for (int copy = 0; copy < weights[i]; copy++)
            {
                double after = (double)++hits / ++all;
                area += (before + after) / 2;
                before = after;
            }
        }

        return area / positives;
    }
}
