using Microsoft.ML.Data;

namespace PackageProgram;

/// <summary>A point of the plane; the label says whether it is in a circle.</summary>
internal sealed class Point
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    public static IReadOnlyList<Point> Grid() =>
    [
        .. from x in Enumerable.Range(-10, 21)
           from y in Enumerable.Range(-10, 21)
           select new Point { Features = [x / 10f, y / 10f], Label = (x * x) + (y * y) < 50 },
    ];
}
