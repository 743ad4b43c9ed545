using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>The metrics of several classes on weighted rows, each as ML.NET computes it.</summary>
/// <param name="rows">The rows.</param>
internal sealed class MulticlassMetrics(MulticlassRows rows)
{
    // ML.NET takes lower probabilities for this one, so that the log-loss stays finite.
    private const float LowestProbability = 1e-15f;

    private readonly double[] _losses = Losses(rows);

    /// <summary>The names of the metrics.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        nameof(MulticlassClassificationMetrics.MicroAccuracy),
        nameof(MulticlassClassificationMetrics.MacroAccuracy),
        nameof(MulticlassClassificationMetrics.LogLoss),
        nameof(MulticlassClassificationMetrics.LogLossReduction),
    ];

    /// <summary>Computes the metrics.</summary>
    /// <inheritdoc cref="WeightedMetrics"/>
    public void Compute(ReadOnlySpan<int> weights, Span<double> values)
    {
        long[] counts = new long[rows.ClassCount], hits = new long[rows.ClassCount];
        ReadOnlySpan<int> labels = rows.Labels, predicted = rows.Predicted;
        long allHits = 0;
        double loss = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int weight = weights[i], label = labels[i];
            loss += weight * _losses[i];
            if (label >= counts.Length)
            {
                continue;
            }

            counts[label] += weight;
            if (predicted[i] == label)
            {
                hits[label] += weight;
                allHits += weight;
            }
        }

        // The mean over the classes that have rows.
        double recalls = 0, entropy = 0;
        int classes = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                double share = (double)counts[i] / weights.Length;
                entropy -= share * Math.Log(share);
                recalls += (double)hits[i] / counts[i];
                classes++;
            }
        }

        values[0] = (double)allHits / weights.Length;
        values[1] = classes == 0 ? 0 : recalls / classes;
        values[2] = loss / weights.Length;
        values[3] = (entropy - values[2]) / entropy;
    }

    private static double[] Losses(MulticlassRows rows)
    {
        double[] losses = new double[rows.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            float probability = rows.Labels[i] < rows.ClassCount ? rows.ScoresOf(i)[rows.Labels[i]] : 0;
            losses[i] = -Math.Log(Math.Clamp(probability, LowestProbability, 1));
        }

        return losses;
    }
}
