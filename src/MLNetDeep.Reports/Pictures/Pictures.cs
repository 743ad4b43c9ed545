using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>Draws pictures of training and of predictions.</summary>
/// <remarks>
/// <para>Each method returns a <see cref="Picture"/> from plain numbers. Values that are NaN or infinite are left out, which the picture's
/// description says. Where nothing is left, an <see cref="ArgumentException"/> says what is missing.</para>
/// <para>Names longer than a label has room for are shortened in the picture.</para>
/// </remarks>
public static partial class Pictures
{
    /// <summary>The width of most pictures in CSS pixels.</summary>
    internal const int Width = 720;

    /// <summary>The height of most pictures in CSS pixels.</summary>
    internal const int Height = 440;

    private static ImmutableArray<ChartPoint> Finite(IEnumerable<ChartPoint> points, ref int leftOut)
    {
        ImmutableArray<ChartPoint>.Builder finite = ImmutableArray.CreateBuilder<ChartPoint>();
        foreach (ChartPoint point in points)
        {
            if (double.IsFinite(point.X) && double.IsFinite(point.Y))
            {
                finite.Add(point);
            }
            else
            {
                leftOut++;
            }
        }

        return finite.ToImmutable();
    }
}
