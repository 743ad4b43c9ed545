namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The results in the JSON file.</summary>
/// <param name="System">The name of the fitted function.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="MeanSquaredError">The median of <paramref name="MeanSquaredErrors"/>.</param>
/// <param name="MeanSquaredErrors">The mean squared error of each fit, in the order of the seeds.</param>
/// <param name="Seconds">The total time of all fits.</param>
internal sealed record FunctionFitReport(
    string System, string Optimizer, double MeanSquaredError, double[] MeanSquaredErrors, double Seconds);
