using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaximumWords = 40;

    /// <summary>Draws how much each word of a text raises or lowers the score, as bars, the greatest contribution on top.</summary>
    /// <param name="words">The words with their contributions. A word that occurs twice may be here twice.</param>
    /// <remarks>Of more than 40 words, the 40 with the greatest contributions in either direction are drawn.</remarks>
    /// <exception cref="ArgumentException">No word has a finite contribution.</exception>
    public static Picture WordContributions(IReadOnlyList<(string Word, double Contribution)> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        (string Word, double Contribution)[] finite = [.. words.Where(word => double.IsFinite(word.Contribution))];
        if (finite.Length == 0)
        {
            throw new ArgumentException("At least one word must have a finite contribution.", nameof(words));
        }

        (string Word, double Contribution)[] drawn =
        [
            .. finite.OrderByDescending(word => Math.Abs(word.Contribution)).Take(MaximumWords)
                .OrderByDescending(word => word.Contribution),
        ];
        string list = string.Join(", ", drawn.Select(word => $"{word.Word} {Number(word.Contribution)}"));
        string description = $"Contributions to the score: {list}."
            + (finite.Length > drawn.Length ? $" The {drawn.Length} greatest of {finite.Length} words are drawn." : "")
            + LeftOut(words.Count - finite.Length);
        double length = drawn.Length * 20;
        return new Picture("word-contributions", "Word contributions", description, Width, (int)length + 130, palette =>
        {
            Plot plot = new(palette, "Word contributions");
            double minimum = drawn[^1].Contribution >= 0 ? 0 : double.NaN, maximum = drawn[0].Contribution <= 0 ? 0 : double.NaN;
            plot.AddAxis(AxisPosition.Bottom, "contribution to the score", minimum, maximum).MinimumRange = 1e-9;
            plot.AddNames(AxisPosition.Left, "word", [.. drawn.Select(word => word.Word)], length, reversed: true);
            RectangleBarSeries raising = plot.AddRectangles("raises the score", plot.Colour(0));
            RectangleBarSeries lowering = plot.AddRectangles("lowers the score", plot.Colour(1));
            for (int i = 0; i < drawn.Length; i++)
            {
                double value = drawn[i].Contribution;
                (value >= 0 ? raising : lowering).Items.Add(new RectangleBarItem(Math.Min(0, value), i - 0.4, Math.Max(0, value), i + 0.4));
            }

            plot.Model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                Color = palette.Axis,
                LineStyle = LineStyle.Solid,
            });
            plot.AddLegend();
            return plot.Model;
        });
    }
}
