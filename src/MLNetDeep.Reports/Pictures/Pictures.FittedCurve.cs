using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    /// <summary>Draws data as points and a curve fitted to them.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="data">The points of the data; may be empty.</param>
    /// <param name="fit">The points of the fitted curve, in the order in which they are joined.</param>
    /// <param name="truth">The points of the curve that the data come from; null for none.</param>
    /// <param name="xTitle">The title of the horizontal axis, with the unit. Default <c>x</c>.</param>
    /// <param name="yTitle">The title of the vertical axis, with the unit. Default <c>y</c>.</param>
    /// <exception cref="ArgumentException">The fitted curve has no finite point.</exception>
    public static Picture FittedCurve(
        string title, IReadOnlyList<ChartPoint> data, IReadOnlyList<ChartPoint> fit, IReadOnlyList<ChartPoint>? truth = null,
        string xTitle = "x", string yTitle = "y")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(xTitle);
        ArgumentNullException.ThrowIfNull(yTitle);
        int leftOut = 0;
        ImmutableArray<ChartPoint> marks = Finite(data, ref leftOut);
        ImmutableArray<ChartPoint> curve = Finite(fit, ref leftOut);
        ImmutableArray<ChartPoint> source = Finite(truth ?? [], ref leftOut);
        if (curve.IsEmpty)
        {
            throw new ArgumentException("The fitted curve must have at least one finite point.", nameof(fit));
        }

        string description = $"{Count(marks.Length, "point")} of data and a curve: {Describe("fit", curve)}."
            + (source.IsEmpty ? "" : $" {Describe("Truth", source)}.") + LeftOut(leftOut);
        return new Picture("fitted-curve", title, description, Width, Height, palette =>
        {
            Plot plot = new(palette, title);
            plot.AddAxis(AxisPosition.Bottom, xTitle).MinimumRange = 1e-9;
            plot.AddAxis(AxisPosition.Left, yTitle).MinimumRange = 1e-9;
            if (!marks.IsEmpty)
            {
                plot.AddPoints("data", marks, 1);
            }

            if (!source.IsEmpty)
            {
                plot.AddLine("truth", source, 2, 1).MarkerType = MarkerType.None;
            }

            plot.AddLine("fit", curve, 0).MarkerType = curve.Length == 1 ? MarkerType.Circle : MarkerType.None;
            plot.AddLegend();
            return plot.Model;
        });
    }
}
