using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// Counts the true positives, false positives and false negatives of each class, for precision, recall and F1: see
/// <see cref="MetricValues"/>.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="classCount">The number of outputs.</param>
/// <param name="isCategorical">Whether a row has one class; if false, each output is a class of its own.</param>
internal sealed class ClassCounts(Targets targets, int classCount, bool isCategorical) : MetricAccumulator
{
    private readonly long[] _truePositives = new long[classCount];
    private readonly long[] _falsePositives = new long[classCount];
    private readonly long[] _falseNegatives = new long[classCount];

    public double Precision => Mean((hits, falsePositives, _) => Ratio(hits, hits + falsePositives));

    public double Recall => Mean((hits, _, falseNegatives) => Ratio(hits, hits + falseNegatives));

    public double F1Score => Mean((hits, falsePositives, falseNegatives) => Ratio(2 * hits, (2 * hits) + falsePositives + falseNegatives));

    public override void Add(int row, ReadOnlySpan<float> outputs)
    {
        if (isCategorical)
        {
            int label = targets.ClassOf(row), predicted = TensorPrimitives.IndexOfMax(outputs);
            Count(predicted, isTrue: predicted == label, isPredicted: true);
            if (predicted != label)
            {
                Count(label, isTrue: true, isPredicted: false);
            }

            return;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            Count(i, targets.IsPositive(row, i), outputs[i] > 0.5f);
        }
    }

    public override void Combine(IGradientExchange exchange) => Sum(exchange, _truePositives, _falsePositives, _falseNegatives);

    private void Count(int index, bool isTrue, bool isPredicted)
    {
        if (isTrue || isPredicted)
        {
            (isTrue ? isPredicted ? _truePositives : _falseNegatives : _falsePositives)[index]++;
        }
    }

    // The mean over the classes that occur among the targets or the predictions; 0 without such a class.
    private double Mean(Func<long, long, long, double> metric)
    {
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < classCount; i++)
        {
            if (_truePositives[i] + _falsePositives[i] + _falseNegatives[i] > 0)
            {
                sum += metric(_truePositives[i], _falsePositives[i], _falseNegatives[i]);
                classes++;
            }
        }

        return classes == 0 ? 0 : sum / classes;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
