using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Reports;

/// <summary>How well predicted probabilities agree with what is observed (a reliability diagram).</summary>
/// <param name="Bins">The bins in ascending order, those without rows included. They have the same width.</param>
/// <param name="ExpectedError">
/// The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean over all rows of the distance between the predicted and
/// observed share of the row's bin. 0 for perfect calibration, at most 1; NaN without rows.
/// </param>
public sealed record CalibrationCurve(ImmutableArray<CalibrationBin> Bins, double ExpectedError)
{
    /// <summary>Compares the bins and the error by value.</summary>
    /// <param name="other">The other curve.</param>
    public bool Equals(CalibrationCurve? other) =>
        other is not null && ExpectedError.Equals(other.ExpectedError) && ValueArrays.Equal(Bins, other.Bins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ExpectedError, Bins.AsSpan().Length);

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
