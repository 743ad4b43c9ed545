using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>Counts rows by true and predicted class.</summary>
internal static class ConfusionCounts
{
    /// <summary>
    /// Returns the number of rows by [true class, predicted class]. Rows of a class that the model does not have are left out.
    /// </summary>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="predicted">The predicted class of each row.</param>
    public static int[,] Count(int classCount, ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        int[,] counts = new int[classCount, classCount];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < classCount)
            {
                counts[labels[i], predicted[i]]++;
            }
        }

        return counts;
    }

    /// <summary>Returns precision, recall and F1 of each class.</summary>
    /// <param name="names">The names of the classes.</param>
    /// <param name="counts">The number of rows by [true class, predicted class].</param>
    public static ImmutableArray<ClassScore> Score(ImmutableArray<string> names, int[,] counts) => [.. names.Select((name, index) =>
    {
        long right = counts[index, index], actual = 0, predicted = 0;
        for (int other = 0; other < names.Length; other++)
        {
            actual += counts[index, other];
            predicted += counts[other, index];
        }

        return new ClassScore(name, Share(right, predicted), Share(right, actual), Share(2 * right, predicted + actual), actual);
    })];

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
