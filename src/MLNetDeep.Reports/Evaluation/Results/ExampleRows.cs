using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>Chooses the rows that are shown, and reads their images and texts.</summary>
internal static class ExampleRows
{
    /// <summary>Reads the first rows and the worst ones.</summary>
    /// <param name="scored">The view.</param>
    /// <param name="settings">The columns, and the numbers of rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="severity">How bad the prediction of a row is; null if it is right.</param>
    /// <param name="create">Makes the example of a row, without image and text.</param>
    /// <returns>The first rows, and the worst ones in descending order of severity.</returns>
    public static (ImmutableArray<Example> First, ImmutableArray<Example> Worst) Read(
        IDataView scored, EvaluationSettings settings, int count, Func<int, double?> severity, Func<int, Example> create)
    {
        // The queue gives up the least severe row first, and of equally severe ones the last.
        PriorityQueue<int, (double Severity, int EarlierFirst)> worst = new();
        for (int row = 0; row < count; row++)
        {
            if (severity(row) is double value)
            {
                worst.Enqueue(row, (value, -row));
                if (worst.Count > settings.Mistakes)
                {
                    worst.Dequeue();
                }
            }
        }

        List<int> rows = [];
        while (worst.TryDequeue(out int row, out _))
        {
            rows.Insert(0, row);
        }

        Example[] first = [.. Enumerable.Range(0, Math.Min(count, settings.FirstRows)).Select(create)], last = [.. rows.Select(create)];
        IReadOnlyDictionary<long, (ExampleImage? Image, string? Text)> contents =
            ExampleReader.Read(scored, settings, first.Concat(last).Select(example => example.Row));
        return ([.. first.Select(Complete)], [.. last.Select(Complete)]);

        Example Complete(Example example) => example with { Image = contents[example.Row].Image, Text = contents[example.Row].Text };
    }
}
