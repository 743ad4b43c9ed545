using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Reports;

/// <summary>A curve over all thresholds, such as a receiver operating characteristic, and the area under it.</summary>
/// <param name="Name">The name in the legend, such as that of a class.</param>
/// <param name="Points">The points in the order in which the threshold falls. A curve joins them in this order.</param>
/// <param name="Area">The area under the curve, from 0 to 1; NaN if it is not defined, as when all rows are of one class.</param>
public sealed record Curve(string Name, ImmutableArray<ChartPoint> Points, double Area)
{
    /// <summary>Compares the name, the points and the area by value.</summary>
    /// <param name="other">The other curve.</param>
    public bool Equals(Curve? other) =>
        other is not null && Name == other.Name && Area.Equals(other.Area) && ValueArrays.Equal(Points, other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Area, Points.AsSpan().Length);

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
