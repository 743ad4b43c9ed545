namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The results, as they are written as JSON.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="MeanSquaredError">The median over the seeds.</param>
/// <param name="MeanSquaredErrors">One for each seed, in their order.</param>
/// <param name="Seconds">The time that all fits took together.</param>
internal sealed record FunctionFitReport(string System, string Optimizer, double MeanSquaredError, double[] MeanSquaredErrors, double Seconds);
