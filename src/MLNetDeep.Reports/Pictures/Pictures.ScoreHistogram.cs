using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int ProbabilityBins = 20;
    private const int OtherBins = 30;
    private const byte BarOpacity = 0x90;

    /// <summary>Draws how many rows of each group have a score in each range.</summary>
    /// <param name="groups">The groups, such as the positive and the negative rows.</param>
    /// <remarks>Scores from 0 to 1 have 20 ranges from 0 to 1; others have 30 ranges from the least score to the greatest.</remarks>
    /// <exception cref="ArgumentException">No group has a finite score.</exception>
    public static Picture ScoreHistogram(IReadOnlyList<ScoreGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        (string Name, double[] Scores)[] drawn =
            [.. groups.Select(group => (group.Name, group.Scores.IsDefault ? [] : group.Scores.Where(double.IsFinite).ToArray()))];
        double[] all = [.. drawn.SelectMany(group => group.Scores)];
        if (all.Length == 0)
        {
            throw new ArgumentException("At least one group must have a finite score.", nameof(groups));
        }

        bool areProbabilities = all.Min() >= 0 && all.Max() <= 1;
        (double low, double high) = areProbabilities ? (0, 1) : (all.Min(), all.Max());
        (low, high) = low < high ? (low, high) : (low - 0.5, high + 0.5);
        int bins = areProbabilities ? ProbabilityBins : OtherBins;
        double width = (high - low) / bins;
        ImmutableArray<int[]> counts = [.. drawn.Select(group => CountScores(group.Scores, low, width, bins))];
        int leftOut = groups.Sum(group => group.Scores.IsDefault ? 0 : group.Scores.Length) - all.Length;
        string description = $"Scores from {Number(all.Min())} to {Number(all.Max())} in {bins} ranges. "
            + string.Join("; ", drawn.Select(group => $"{group.Name}: {Count(group.Scores.Length, "row")}"
                + (group.Scores.Length > 0 ? $", mean score {Number(group.Scores.Average())}" : ""))) + "." + LeftOut(leftOut);
        return new Picture("score-histogram", "Scores", description, Width, Height, palette =>
        {
            Plot plot = new(palette, "Scores");
            LinearAxis x = plot.AddAxis(AxisPosition.Bottom, areProbabilities ? "score (probability)" : "score", low, high);
            x.MajorGridlineStyle = LineStyle.None;
            plot.AddAxis(AxisPosition.Left, "rows", 0).MinimumMajorStep = 1;
            for (int i = 0; i < drawn.Length; i++)
            {
                RectangleBarSeries bars = plot.AddRectangles(drawn[i].Name, OxyColor.FromAColor(BarOpacity, plot.Colour(i)));
                (bars.StrokeColor, bars.StrokeThickness) = (plot.Colour(i), 1);
                for (int bin = 0; bin < bins; bin++)
                {
                    if (counts[i][bin] > 0)
                    {
                        bars.Items.Add(new RectangleBarItem(low + (bin * width), 0, low + ((bin + 1) * width), counts[i][bin]));
                    }
                }
            }

            plot.AddLegend();
            return plot.Model;
        });
    }

    private static int[] CountScores(double[] scores, double low, double width, int bins)
    {
        int[] counts = new int[bins];
        foreach (double score in scores)
        {
            counts[Math.Clamp((int)((score - low) / width), 0, bins - 1)]++;
        }

        return counts;
    }
}
