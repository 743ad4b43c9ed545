using System.Collections.Immutable;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The result of a fit.</summary>
/// <param name="MeanSquaredError">The mean squared error over the points after training.</param>
/// <param name="Predictions">The network's prediction at each point, in the order of the points.</param>
/// <param name="Errors">The training loss of each epoch or step.</param>
/// <param name="Notes">Further lines to print, such as the weights.</param>
internal sealed record FitResult(
    double MeanSquaredError, ImmutableArray<float> Predictions, ImmutableArray<double> Errors, ImmutableArray<string> Notes);
