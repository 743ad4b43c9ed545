using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaximumNamedCurves = 12;
    private const int NamedOfMany = 6;
    /// <summary>The width of pictures whose axes are equally long, in CSS pixels.</summary>
    internal const int SquareWidth = 560;

    /// <summary>Draws receiver operating characteristics: the true positive rate by the false positive rate, over all thresholds.</summary>
    /// <param name="curves">The curves, with their areas.</param>
    /// <remarks>Of more than 12 curves, the 6 with the least areas have colours and names, and the others are grey.</remarks>
    /// <exception cref="ArgumentException">There is no curve, or none has a finite point.</exception>
    public static Picture Roc(IReadOnlyList<Curve> curves) => DrawThresholds(
        "roc", "Receiver operating characteristic", "false positive rate", "true positive rate", curves, "",
        plot => plot.AddReference("chance", new LineAnnotation { Slope = 1, Intercept = 0 }));

    /// <summary>Draws precision by recall, over all thresholds.</summary>
    /// <param name="curves">The curves, with their areas (average precision).</param>
    /// <param name="baseline">The share of positive rows, which is the precision of chance; null for no line.</param>
    /// <remarks>Of more than 12 curves, the 6 with the least areas have colours and names, and the others are grey.</remarks>
    /// <exception cref="ArgumentException">There is no curve, or none has a finite point.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The baseline is not from 0 to 1.</exception>
    public static Picture PrecisionRecall(IReadOnlyList<Curve> curves, double? baseline = null)
    {
        if (baseline is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(baseline), baseline, "The baseline must be from 0 to 1.");
        }

        string sentence = baseline is { } share ? $" The share of positive rows is {Three(share)}." : "";
        return DrawThresholds("precision-recall", "Precision and recall", "recall", "precision", curves, sentence, plot =>
        {
            if (baseline is { } y)
            {
                plot.AddReference($"chance ({Three(y)})", new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = y });
            }
        });
    }

    private static Picture DrawThresholds(
        string name, string title, string xTitle, string yTitle, IReadOnlyList<Curve> curves, string sentence, Action<Plot> addReference)
    {
        ArgumentNullException.ThrowIfNull(curves);
        int leftOut = 0;
        List<(Curve Curve, ImmutableArray<ChartPoint> Points)> drawn = [];
        foreach (Curve curve in curves)
        {
            ImmutableArray<ChartPoint> points = Finite(curve.Points.IsDefault ? [] : curve.Points, ref leftOut);
            if (!points.IsEmpty)
            {
                drawn.Add((curve, points));
            }
        }

        if (drawn.Count == 0)
        {
            throw new ArgumentException("At least one curve must have a finite point.", nameof(curves));
        }

        Curve[] ranked = [.. drawn.Select(item => item.Curve).OrderBy(curve => double.IsNaN(curve.Area) ? 1 : curve.Area)];
        HashSet<Curve> named = new(drawn.Count > MaximumNamedCurves ? ranked[..NamedOfMany] : ranked, ReferenceEqualityComparer.Instance);
        string description = $"{char.ToUpperInvariant(yTitle[0])}{yTitle[1..]} by {xTitle}. "
            + (drawn.Count > MaximumNamedCurves ? $"{drawn.Count} curves; those with the least areas: " : "Areas under the curves: ")
            + string.Join(", ", drawn.Select(item => item.Curve).Where(named.Contains).Select(curve => $"{curve.Name} {Three(curve.Area)}"))
            + $".{sentence}{LeftOut(leftOut)}";
        int legendRows = (Math.Min(drawn.Count, MaximumNamedCurves) + 3) / 2;
        return new Picture(name, title, description, SquareWidth, SquareWidth + (18 * legendRows), palette =>
        {
            Plot plot = new(palette, title);
            plot.AddShareAxis(AxisPosition.Bottom, xTitle);
            plot.AddShareAxis(AxisPosition.Left, yTitle);
            int index = 0;
            foreach ((_, ImmutableArray<ChartPoint> points) in drawn.Where(item => !named.Contains(item.Curve)))
            {
                LineSeries line = plot.AddLine(index++ == 0 ? $"the other {drawn.Count - named.Count}" : "", points, 0);
                (line.Color, line.StrokeThickness, line.MarkerType) = (palette.Grid, 1, MarkerType.None);
            }

            index = 0;
            foreach ((Curve curve, ImmutableArray<ChartPoint> points) in drawn.Where(item => named.Contains(item.Curve)))
            {
                string label = $"{Label(curve.Name, Plot.NameLength)}, area {Three(curve.Area)}";
                plot.AddLine(label, points, index, index / palette.Series.Length).MarkerType = MarkerType.None;
                index++;
            }

            addReference(plot);
            plot.AddLegend();
            return plot.Model;
        });
    }
}
