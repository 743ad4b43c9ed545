using System.Collections.Immutable;
using OxyPlot.Axes;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    /// <summary>Draws curves on common axes, such as the losses of several networks by epoch.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="xTitle">The title of the horizontal axis, with the unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with the unit.</param>
    /// <param name="lines">The name of each curve, and its points in the order in which they are joined.</param>
    /// <param name="logarithmicY">
    /// Whether the vertical axis is logarithmic. If so, points whose Y is 0 or less are left out too. Default false.
    /// </param>
    /// <param name="name">The picture's <see cref="Picture.Name"/>. Default <c>lines</c>.</param>
    /// <exception cref="ArgumentException">No curve has a point that can be drawn.</exception>
    public static Picture Lines(
        string title, string xTitle, string yTitle, IReadOnlyList<(string Name, IReadOnlyList<ChartPoint> Points)> lines,
        bool logarithmicY = false, string name = "lines")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xTitle);
        ArgumentNullException.ThrowIfNull(yTitle);
        ArgumentNullException.ThrowIfNull(lines);
        int leftOut = 0;
        (string Name, ImmutableArray<ChartPoint> Points)[] drawn = new (string, ImmutableArray<ChartPoint>)[lines.Count];
        for (int i = 0; i < drawn.Length; i++)
        {
            IEnumerable<ChartPoint> points = lines[i].Points.Select(p => logarithmicY && p.Y <= 0 ? p with { Y = double.NaN } : p);
            drawn[i] = (lines[i].Name, Finite(points, ref leftOut));
        }

        if (drawn.All(line => line.Points.IsEmpty))
        {
            throw new ArgumentException("At least one curve must have a point that can be drawn.", nameof(lines));
        }

        string description = $"{yTitle} by {xTitle}: {string.Join("; ", drawn.Select(line => Describe(line.Name, line.Points)))}."
            + (leftOut > 0 && logarithmicY ? $" {Count(leftOut, "value")} not finite or not above 0 left out." : LeftOut(leftOut));
        return new Picture(name, title, description, Width, Height, palette =>
        {
            Plot plot = new(palette, title);
            plot.AddAxis(AxisPosition.Bottom, xTitle);
            if (logarithmicY)
            {
                plot.AddLogarithmicAxis(AxisPosition.Left, yTitle);
            }
            else
            {
                plot.AddAxis(AxisPosition.Left, yTitle);
            }

            for (int i = 0; i < drawn.Length; i++)
            {
                plot.AddLine(drawn[i].Name, drawn[i].Points, i, i / palette.Series.Length);
            }

            plot.AddLegend();
            return plot.Model;
        });
    }

    // Says where a curve starts, where it ends and where its extremes are.
    private static string Describe(string name, ImmutableArray<ChartPoint> points)
    {
        if (points.IsEmpty)
        {
            return $"{name} has no points";
        }

        ChartPoint lowest = points.MinBy(point => point.Y);
        ChartPoint highest = points.MaxBy(point => point.Y);
        return $"{name} from {Number(points[0].Y)} to {Number(points[^1].Y)}, "
            + $"lowest {Number(lowest.Y)} at {Number(lowest.X)}, highest {Number(highest.Y)} at {Number(highest.X)}";
    }
}
