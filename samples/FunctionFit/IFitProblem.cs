using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A function to fit: its sample points, and the network and training settings for it.</summary>
internal interface IFitProblem
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The name of the optimizer to use if the user chooses none.</summary>
    string DefaultOptimizer { get; }

    /// <summary>Creates an optimizer with settings that suit this function.</summary>
    /// <param name="name">One of <see cref="OptimizerNames"/>.</param>
    OptimizerSpec CreateOptimizer(string name);

    /// <summary>Trains a new network on the sample points.</summary>
    FitResult Fit(FitSettings settings);

    /// <summary>Draws the function and the fit as text and as a picture.</summary>
    (string Text, Picture Picture) Draw(FitResult result);
}
