using MLNetDeep.Tuning;

namespace MLNetDeep.Samples.TuningSample;

/// <summary>The options from the command line.</summary>
internal sealed record TuningSampleOptions(ITuningProblem Problem, TuningOptions Search)
{
    /// <summary>The base name of the SVG files of the trials.</summary>
    public required string SvgFile { get; init; }

    /// <summary>The file that receives the best model; null for none.</summary>
    public string? ModelFile { get; init; }

    /// <summary>The file that receives the results as JSON; null for none.</summary>
    public string? JsonFile { get; init; }
}
