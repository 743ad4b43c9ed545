using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Reports;

/// <summary>The scores of one group of rows, such as those of one true class.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Scores">The score of each row, such as its probability, in the order of the rows.</param>
public sealed record ScoreGroup(string Name, ImmutableArray<double> Scores)
{
    /// <summary>Compares the name and the scores by value.</summary>
    /// <param name="other">The other group.</param>
    public bool Equals(ScoreGroup? other) => other is not null && Name == other.Name && ValueArrays.Equal(Scores, other.Scores);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Scores.AsSpan().Length);

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
