using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>The results of a model that predicts a number.</summary>
internal sealed class RegressionResults : EvaluationResults
{
    /// <summary>The number of rows that are drawn at most.</summary>
    public const int MaxDrawnRows = 2000;

    /// <summary>
    /// The labels of the rows to draw: of all rows, or of rows at equal distances if there are more than <see cref="MaxDrawnRows"/>.
    /// </summary>
    public required ImmutableArray<double> Actual { get; init; }

    /// <summary>The predictions of the rows to draw.</summary>
    public required ImmutableArray<double> Predicted { get; init; }

    /// <summary>The residuals of all rows, label minus prediction.</summary>
    public required ResidualStatistics Residuals { get; init; }
}
