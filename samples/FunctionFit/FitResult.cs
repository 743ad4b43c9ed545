using System.Collections.Immutable;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>What a fit gave.</summary>
/// <param name="MeanSquaredError">Over the points, after the training.</param>
/// <param name="Predictions">The network's value at each point, in the order of the points.</param>
/// <param name="Errors">The loss as the training went on: of each epoch or step.</param>
/// <param name="Notes">More to tell of the result, such as weights; a line each.</param>
internal sealed record FitResult(
    double MeanSquaredError, ImmutableArray<float> Predictions, ImmutableArray<double> Errors, ImmutableArray<string> Notes);
