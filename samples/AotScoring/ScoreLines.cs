using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>Formats the scores of a row as a line: the label, if the network ends in a softmax, and the scores, with commas between them.</summary>
internal sealed class ScoreLines
{
    private readonly string[]? _labels;

    /// <summary>Checks the names of the classes.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="labels">The names of the classes; empty for their indices.</param>
    /// <exception cref="ArgumentException">The number of names is not that of the classes.</exception>
    public ScoreLines(NetworkSpec spec, string[] labels)
    {
        bool hasClasses = LossSpec.DefaultFor(spec) is CategoricalCrossEntropy;
        if (labels.Length > 0 && (!hasClasses || labels.Length != spec.OutputSize))
        {
            throw new ArgumentException($"--labels has {labels.Length} names, but the network has {(hasClasses ? spec.OutputSize : "no")} classes.");
        }

        _labels = !hasClasses ? null
            : labels.Length > 0 ? labels
            : [.. Enumerable.Range(0, spec.OutputSize).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Returns the line of a row. Each score has as many digits as it takes to read the same number back.</summary>
    public string Format(ReadOnlySpan<float> scores)
    {
        string line = string.Join(',', scores.ToArray().Select(score => score.ToString(CultureInfo.InvariantCulture)));
        return _labels is null ? line : $"{_labels[IndexOfMaximum(scores)]},{line}";
    }

    // The first one on ties, as the trainers' PredictedLabel.
    private static int IndexOfMaximum(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
