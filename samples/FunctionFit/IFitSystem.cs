using MLNetDeep.Neural;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A function, sample points of it, and a network that is fitted to them.</summary>
internal interface IFitSystem
{
    string Name { get; }

    /// <summary>The optimizer that is used unless another is chosen.</summary>
    string DefaultOptimizer { get; }

    OptimizerSpec Optimizer(string name);

    FitResult Fit(OptimizerSpec optimizer, int seed, CancellationToken cancellation);

    /// <summary>Draws the fit as text and as SVG.</summary>
    (string Text, Action<TextWriter> WriteSvg) Draw(FitResult result);
}
