using MLNetDeep.Neural;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A function, its points, and a network that is fitted to them.</summary>
internal interface IFitSystem
{
    string Name { get; }

    /// <summary>The optimizer that the system is known with.</summary>
    string DefaultOptimizer { get; }

    OptimizerSpec Optimizer(string name);

    FitResult Fit(OptimizerSpec optimizer, int seed, CancellationToken cancellation);

    /// <summary>The fit as a picture: text and SVG.</summary>
    (string Text, Action<TextWriter> WriteSvg) Draw(FitResult result);
}
