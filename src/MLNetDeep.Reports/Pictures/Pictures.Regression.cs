using System.Collections.Immutable;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int MaxDrawnRows = 2000;

    /// <summary>Draws the predicted value by the true value of each row. On the dashed line the two are equal.</summary>
    /// <remarks>
    /// At most 2,000 rows are drawn, at equal distances. The numbers in the description are those of all rows.
    /// </remarks>
    /// <param name="actual">The true values.</param>
    /// <param name="predicted">The predicted values, in the same order.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or no row has two finite values.</exception>
    public static Picture PredictedAgainstTrue(IReadOnlyList<double> actual, IReadOnlyList<double> predicted)
    {
        (ImmutableArray<ChartPoint> points, int leftOut) = Pair(actual, predicted);
        ImmutableArray<ChartPoint> drawn = EvenlySpaced(points);
        double squares = points.Average(point => Math.Pow(point.Y - point.X, 2));
        double mean = points.Average(point => point.X);
        double variance = points.Average(point => Math.Pow(point.X - mean, 2));
        string description = $"Predicted by true value, {Count(points.Length, "row")}. "
            + $"Root mean squared error: {Number(Math.Sqrt(squares))}."
            + (variance > 0 ? $" R squared: {Number(1 - (squares / variance))}." : "")
            + $" True values from {Number(points.Min(p => p.X))} to {Number(points.Max(p => p.X))}, "
            + $"predicted from {Number(points.Min(p => p.Y))} to {Number(points.Max(p => p.Y))}." + DrawnOf(drawn, points) + LeftOut(leftOut);
        double least = points.Min(point => Math.Min(point.X, point.Y)), greatest = points.Max(point => Math.Max(point.X, point.Y));
        double room = least < greatest ? 0.04 * (greatest - least) : 0.5;
        return new Picture("predicted-against-true", "Predicted against true values", description, SquareWidth, SquareWidth + 20, palette =>
        {
            Plot plot = new(palette, "Predicted against true values");
            plot.AddAxis(AxisPosition.Bottom, "true value (unit of the label)", least - room, greatest + room);
            plot.AddAxis(AxisPosition.Left, "predicted value (unit of the label)", least - room, greatest + room);
            plot.AddPoints("row", drawn, 0);
            plot.AddReference("predicted = true", new LineAnnotation { Slope = 1, Intercept = 0 });
            plot.AddLegend();
            return plot.Model;
        });
    }

    /// <summary>Draws the residual, the true value minus the predicted one, by the predicted value of each row.</summary>
    /// <remarks>
    /// At most 2,000 rows are drawn, at equal distances. The numbers in the description are those of all rows.
    /// </remarks>
    /// <param name="actual">The true values.</param>
    /// <param name="predicted">The predicted values, in the same order.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or no row has two finite values.</exception>
    public static Picture Residuals(IReadOnlyList<double> actual, IReadOnlyList<double> predicted)
    {
        (ImmutableArray<ChartPoint> pairs, int leftOut) = Pair(actual, predicted);
        ImmutableArray<ChartPoint> points = [.. pairs.Select(pair => new ChartPoint(pair.Y, pair.X - pair.Y))];
        ImmutableArray<ChartPoint> drawn = EvenlySpaced(points);
        double mean = points.Average(point => point.Y);
        double deviation = Math.Sqrt(points.Average(point => Math.Pow(point.Y - mean, 2)));
        string description = $"Residual (true minus predicted) by predicted value, {Count(points.Length, "row")}. "
            + $"Mean residual: {Number(mean)}, standard deviation: {Number(deviation)}, "
            + $"from {Number(points.Min(p => p.Y))} to {Number(points.Max(p => p.Y))}." + DrawnOf(drawn, points) + LeftOut(leftOut);
        return new Picture("residuals", "Residuals", description, Width, Height, palette =>
        {
            Plot plot = new(palette, "Residuals");
            plot.AddAxis(AxisPosition.Bottom, "predicted value (unit of the label)");
            plot.AddAxis(AxisPosition.Left, "true - predicted (unit of the label)");
            plot.AddPoints("row", drawn, 0);
            plot.AddReference("no error", new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 0 });
            plot.AddLegend();
            return plot.Model;
        });
    }

    private static ImmutableArray<ChartPoint> EvenlySpaced(ImmutableArray<ChartPoint> points) => points.Length <= MaxDrawnRows
        ? points
        : [.. Enumerable.Range(0, MaxDrawnRows).Select(i => points[(int)((long)i * points.Length / MaxDrawnRows)])];

    private static string DrawnOf(ImmutableArray<ChartPoint> drawn, ImmutableArray<ChartPoint> points) =>
        drawn.Length < points.Length ? $" {Number(drawn.Length)} of {Count(points.Length, "row")} are drawn." : "";

    private static (ImmutableArray<ChartPoint> Points, int LeftOut) Pair(IReadOnlyList<double> actual, IReadOnlyList<double> predicted)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(predicted);
        if (actual.Count != predicted.Count)
        {
            throw new ArgumentException(
                $"There must be as many predicted values as true ones ({actual.Count}), but there are {predicted.Count}.",
                nameof(predicted));
        }

        int leftOut = 0;
        ImmutableArray<ChartPoint> points = Finite(actual.Zip(predicted, (x, y) => new ChartPoint(x, y)), ref leftOut);
        return points.IsEmpty
            ? throw new ArgumentException("At least one row must have a finite true value and a finite predicted value.", nameof(actual))
            : (points, leftOut);
    }
}
