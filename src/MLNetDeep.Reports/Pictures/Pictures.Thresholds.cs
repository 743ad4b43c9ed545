using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaximumNamedCurves = 12;
    private const int NamedOfMany = 6;
    private const int SquareWidth = 560;

    /// <summary>Draws receiver operating characteristics: the true positive rate by the false positive rate, over all thresholds.</summary>
    /// <param name="curves">The curves, with their areas.</param>
    /// <remarks>Of more than 12 curves, the 6 with the least areas have colours and names, and the others are grey.</remarks>
    /// <exception cref="ArgumentException">There is no curve, or none has a finite point.</exception>
    public static Picture Roc(IReadOnlyList<Curve> curves) => DrawThresholds(
        "roc", "Receiver operating characteristic", "false positive rate", "true positive rate", curves, "chance",
        new LineAnnotation { Type = LineAnnotationType.LinearEquation, Slope = 1, Intercept = 0 });

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

        return DrawThresholds(
            "precision-recall", "Precision and recall", "recall", "precision", curves, $"chance ({Three(baseline ?? 0)})",
            baseline is { } share ? new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = share } : null);
    }

    private static Picture DrawThresholds(
        string name, string title, string xTitle, string yTitle, IReadOnlyList<Curve> curves, string referenceName, LineAnnotation? reference)
    {
        ArgumentNullException.ThrowIfNull(curves);
        int leftOut = 0;
        List<(Curve Curve, ImmutableArray<ChartPoint> Points)> drawn = [];
        foreach (Curve curve in curves)
        {
            ImmutableArray<ChartPoint> points = Finite(curve.Points, ref leftOut);
            if (!points.IsEmpty)
            {
                drawn.Add((curve, points));
            }
        }

        if (drawn.Count == 0)
        {
            throw new ArgumentException("At least one curve must have a finite point.", nameof(curves));
        }

        Curve[] ranked = [.. drawn.Select(item => item.Curve).OrderBy(curve => curve.Area)];
        HashSet<Curve> named = new(drawn.Count > MaximumNamedCurves ? ranked[..NamedOfMany] : ranked, ReferenceEqualityComparer.Instance);
        string description = $"{yTitle} by {xTitle}. "
            + (drawn.Count > MaximumNamedCurves ? $"{drawn.Count} curves; those with the least areas: " : "Areas under the curves: ")
            + string.Join(", ", drawn.Where(item => named.Contains(item.Curve)).Select(item => $"{item.Curve.Name} {Three(item.Curve.Area)}"))
            + "." + (reference is { Type: LineAnnotationType.Horizontal } ? $" The share of positive rows is {Three(reference.Y)}." : "") + PictureText.LeftOut(leftOut);
        int legendRows = (Math.Min(drawn.Count, MaximumNamedCurves) + 3) / 2;
        return new Picture(name, title, char.ToUpperInvariant(description[0]) + description[1..], SquareWidth, SquareWidth + (18 * legendRows), palette =>
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
                plot.AddLine($"{PictureText.Label(curve.Name, Plot.NameLength)}, area {Three(curve.Area)}", points, index, index / palette.Series.Length).MarkerType = MarkerType.None;
                index++;
            }

            if (reference is not null)
            {
                plot.AddReference(referenceName, new LineAnnotation { Type = reference.Type, Slope = reference.Slope, Intercept = reference.Intercept, Y = reference.Y });
            }

            plot.AddLegend();
            return plot.Model;
        });
    }
}
