namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The options of a run: the function to fit and the output files.</summary>
/// <param name="System">The function to fit.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Seeds">The number of fits, with the seeds 0, 1, ...</param>
/// <param name="Compare">Whether to draw the loss curves of all optimizers.</param>
/// <param name="JsonFile">The file to write the results to; null for none.</param>
/// <param name="SvgFile">The SVG file to draw the fit to.</param>
internal sealed record FunctionFitOptions(IFitSystem System, string Optimizer, int Seeds, bool Compare, string? JsonFile, string SvgFile);
