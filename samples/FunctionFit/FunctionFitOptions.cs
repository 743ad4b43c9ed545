namespace MLNetDeep.Samples.FunctionFit;

/// <summary>What to fit, and where the results go.</summary>
/// <param name="System">The system.</param>
/// <param name="Optimizer">The optimizer by name; null for the system's own.</param>
/// <param name="Seeds">How many times to fit, with the seeds 0, 1, ...</param>
/// <param name="Compare">Whether to draw the error curves of all optimizers.</param>
/// <param name="JsonFile">Where to write the results; null for nowhere.</param>
/// <param name="SvgFile">Where to draw the fit.</param>
internal sealed record FunctionFitOptions(IFitSystem System, string Optimizer, int Seeds, bool Compare, string? JsonFile, string SvgFile);
