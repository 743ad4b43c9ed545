using MLNetDeep.Neural;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The options from the command line.</summary>
/// <param name="Problem">The function to fit.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="SeedCount">The number of fits. They use the seeds 0, 1, ...</param>
/// <param name="CompareOptimizers">Whether to draw the loss curves of all optimizers.</param>
/// <param name="JsonFile">The JSON file for the results; null for none.</param>
/// <param name="SvgFile">The SVG file for the drawing of the fit.</param>
/// <param name="Backend">What trains.</param>
/// <param name="LocalSteps">The number of steps that each of several processes takes alone before the weights are averaged.</param>
/// <param name="Pages">The web pages that the run makes.</param>
internal sealed record FunctionFitOptions(
    IFitProblem Problem, string Optimizer, int SeedCount, bool CompareOptimizers, string? JsonFile, string SvgFile,
    IComputeBackend Backend, int LocalSteps, PageOptions Pages);
