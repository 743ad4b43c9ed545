namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The results that are written as JSON.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="MeanSquaredError">The median of the mean squared errors over the seeds.</param>
/// <param name="MeanSquaredErrors">The mean squared error for each seed, in order.</param>
/// <param name="Seconds">The total time of all fits, in seconds.</param>
internal sealed record FunctionFitReport(
    string System, string Optimizer, double MeanSquaredError, double[] MeanSquaredErrors, double Seconds);
