using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaximumClasses = 100;
    private const double BarGap = 0.22;

    /// <summary>Draws precision, recall and F1 of each class as bars from 0 to 1.</summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="scores">The scores of the classes, in the same order.</param>
    /// <remarks>Of more than 100 classes, the 100 with the lowest F1 are drawn.</remarks>
    /// <exception cref="ArgumentException">There is no class, the numbers differ, or no score is finite.</exception>
    public static Picture ClassScores(IReadOnlyList<string> classes, IReadOnlyList<ClassScore> scores)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(scores);
        if (classes.Count == 0)
        {
            throw new ArgumentException("There must be at least one class.", nameof(classes));
        }

        if (scores.Count != classes.Count)
        {
            throw new ArgumentException($"There must be scores of {classes.Count} classes, but there are {scores.Count}.", nameof(scores));
        }

        int leftOut = scores.Sum(score => new[] { score.Precision, score.Recall, score.F1 }.Count(value => !double.IsFinite(value)));
        (string Name, ClassScore Score)[] ranked =
            [.. classes.Zip(scores).Where(item => double.IsFinite(item.Second.F1)).OrderBy(item => item.Second.F1)];
        if (ranked.Length == 0)
        {
            throw new ArgumentException("At least one class must have a finite F1.", nameof(scores));
        }

        (string Name, ClassScore Score)[] drawn = [.. classes.Zip(scores)];
        string description = $"Precision, recall and F1 of {classes.Count} classes. "
            + $"Mean F1: {Three(ranked.Average(item => item.Score.F1))}. "
            + $"Lowest F1: {Describe(ranked[0])}. Highest F1: {Describe(ranked[^1])}." + LeftOut(leftOut);
        if (drawn.Length > MaximumClasses)
        {
            drawn = ranked[..Math.Min(MaximumClasses, ranked.Length)];
            description += $" The {drawn.Length} classes with the lowest F1 are drawn.";
        }

        double length = drawn.Length * Math.Clamp(800.0 / drawn.Length, 15, 34);
        return new Picture("class-scores", "Precision, recall and F1 by class", description, Width, (int)length + 130, palette =>
        {
            Plot plot = new(palette, "Precision, recall and F1 by class");
            plot.AddAxis(AxisPosition.Bottom, "score (1 is best)", 0, 1);
            plot.AddNames(AxisPosition.Left, "class", [.. drawn.Select(item => item.Name)], length, reversed: true);
            (string Name, Func<ClassScore, double> Value)[] kinds =
                [("precision", score => score.Precision), ("recall", score => score.Recall), ("F1", score => score.F1)];
            double thickness = (1 - BarGap) / kinds.Length;
            for (int kind = 0; kind < kinds.Length; kind++)
            {
                RectangleBarSeries bars = plot.AddRectangles(kinds[kind].Name, plot.Colour(kind));
                for (int i = 0; i < drawn.Length; i++)
                {
                    double value = kinds[kind].Value(drawn[i].Score);
                    double top = i - 0.5 + (BarGap / 2) + (kind * thickness);
                    if (double.IsFinite(value))
                    {
                        bars.Items.Add(new RectangleBarItem(0, top, value, top + thickness));
                    }
                }
            }

            plot.AddLegend();
            return plot.Model;
        });
    }

    private static string Three(double value) => value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);

    private static string Describe((string Name, ClassScore Score) item) =>
        $"{item.Name}, {Three(item.Score.F1)} (precision {Three(item.Score.Precision)}, recall {Three(item.Score.Recall)}, "
        + $"{Count(item.Score.Count, "row")})";
}
