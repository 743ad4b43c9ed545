using System.Collections.Immutable;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The result of one fit.</summary>
/// <param name="MeanSquaredError">The trained network's mean squared error over the sample points.</param>
/// <param name="Predictions">The network's prediction at each sample point, in the order of the points.</param>
/// <param name="Losses">The training loss of each step; a step uses all points.</param>
/// <param name="Notes">Additional lines to print, such as the weights.</param>
internal sealed record FitResult(
    double MeanSquaredError, ImmutableArray<float> Predictions, ImmutableArray<double> Losses, ImmutableArray<string> Notes)
{
    /// <summary>Makes a report of the fit from options that name its title and pictures.</summary>
    public required Func<ReportOptions, EvaluationReport> CreateReport { get; init; }
}
