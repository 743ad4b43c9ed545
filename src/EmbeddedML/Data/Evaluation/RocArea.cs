using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// The area under the ROC curve, exact: the share of pairs of a positive and a negative row in which the positive one has
/// the higher score, with pairs of equal scores counted half.
/// </summary>
internal sealed class RocArea
{
    private readonly List<float> _positives = [];
    private readonly List<float> _negatives = [];

    public void Add(bool positive, float score) => (positive ? _positives : _negatives).Add(score);

    /// <exception cref="ArgumentOutOfRangeException">There are no rows of one of the classes.</exception>
    public double Compute()
    {
        if (_positives.Count == 0 || _negatives.Count == 0)
        {
            throw new ArgumentOutOfRangeException(
                "data",
                "The area under the ROC curve needs rows of both classes, but there are "
                + $"{_positives.Count} positive and {_negatives.Count} negative ones.");
        }
        Span<float> positives = CollectionsMarshal.AsSpan(_positives);
        Span<float> negatives = CollectionsMarshal.AsSpan(_negatives);
        positives.Sort();
        negatives.Sort();
        // Counted in halves of pairs, and so in whole numbers.
        long halves = 0;
        int lower = 0;
        int notHigher = 0;
        foreach (float score in positives)
        {
            while (lower < negatives.Length && negatives[lower] < score)
                lower++;
            while (notHigher < negatives.Length && negatives[notHigher] <= score)
                notHigher++;
            halves += lower + (long)notHigher;
        }
        return halves / 2.0 / ((double)positives.Length * negatives.Length);
    }
}
