using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>The results of a model that predicts a number.</summary>
internal sealed class RegressionResults : EvaluationResults
{
    /// <summary>The label of each row.</summary>
    public required ImmutableArray<double> Actual { get; init; }

    /// <summary>The prediction of each row.</summary>
    public required ImmutableArray<double> Predicted { get; init; }

    /// <summary>The residuals of all rows, label minus prediction.</summary>
    public required ResidualStatistics Residuals { get; init; }
}
