using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

/// <summary>A cell of a confusion matrix.</summary>
/// <param name="True">The number of the true class.</param>
/// <param name="Predicted">The number of the predicted class.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Share">The share of the true class's rows, from 0 to 1; 0 if it has none.</param>
internal readonly record struct ConfusionCell(int True, int Predicted, long Count, double Share);

/// <summary>The cells of a confusion matrix, row by row.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="All">The cells.</param>
internal sealed record ConfusionCells(IReadOnlyList<string> Classes, ConfusionCell[] All)
{
    private const int MaximumMistakes = 3;

    /// <summary>The number of characters of the longest count, and at least of a percentage.</summary>
    public int LongestText => Math.Max(5, Number(All.Max(cell => cell.Count)).Length);

    /// <summary>Checks the counts and computes shares.</summary>
    public static ConfusionCells Create(IReadOnlyList<string> classes, int[,] counts)
    {
        int size = classes.Count;
        if (size == 0)
        {
            throw new ArgumentException("There must be at least one class.", nameof(classes));
        }

        if (counts.GetLength(0) != size || counts.GetLength(1) != size)
        {
            throw new ArgumentException(
                $"For {size} classes the counts must be {size} x {size}, but they are {counts.GetLength(0)} x {counts.GetLength(1)}.",
                nameof(counts));
        }

        ConfusionCell[] cells = new ConfusionCell[size * size];
        for (int actual = 0; actual < size; actual++)
        {
            long total = Enumerable.Range(0, size).Sum(predicted => (long)counts[actual, predicted]);
            for (int predicted = 0; predicted < size; predicted++)
            {
                int count = counts[actual, predicted];
                if (count < 0)
                {
                    throw new ArgumentException(
                        $"Counts must be at least 0, but that of [{actual}, {predicted}] is {count}.", nameof(counts));
                }

                cells[(actual * size) + predicted] = new ConfusionCell(actual, predicted, count, total == 0 ? 0 : (double)count / total);
            }
        }

        return cells.All(cell => cell.Count == 0)
            ? throw new ArgumentException("At least one count must be above 0.", nameof(counts))
            : new ConfusionCells(classes, cells);
    }

    /// <summary>Returns the number of rows, how many are right, and the most frequent mistakes.</summary>
    public string Describe()
    {
        long total = All.Sum(cell => cell.Count);
        long right = All.Where(cell => cell.True == cell.Predicted).Sum(cell => cell.Count);
        string text = $"{Count(total, "row")} of {Classes.Count} classes. "
            + $"Predicted right: {Number(right)} ({Percent((double)right / total)}).";
        ConfusionCell[] mistakes =
        [
            .. All.Where(cell => cell.True != cell.Predicted && cell.Count > 0).OrderByDescending(cell => cell.Count).Take(MaximumMistakes),
        ];
        return mistakes.Length == 0
            ? text
            : text + " Most frequent mistakes: " + string.Join("; ", mistakes.Select(cell =>
                $"{Classes[cell.True]} taken for {Classes[cell.Predicted]}, {Number(cell.Count)} ({Percent(cell.Share)} of its class)"))
                + ".";
    }
}
