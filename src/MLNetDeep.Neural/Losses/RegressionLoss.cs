namespace MLNetDeep.Neural;

/// <summary>
/// A loss on numbers: for each row the mean over the outputs of a function of the prediction and the target. Any activation but softmax
/// may come last; targets are <see cref="DenseTargets"/> with a column per output.
/// </summary>
public abstract record RegressionLoss : LossSpec
{
    private protected RegressionLoss()
    {
    }

    internal override void Check(NetworkSpec spec)
    {
        if (spec.OutputActivation is Softmax)
        {
            throw new ArgumentException($"{GetType().Name} needs a last layer without softmax; the network ends in {spec.Layers[^1]}.");
        }
    }

    internal override void CheckTargets(NetworkSpec spec, Targets targets, string name) => NeedColumns(spec, targets, name);

    /// <summary>The loss of one output; a row's loss is the mean over its outputs.</summary>
    /// <param name="prediction">What the network gave.</param>
    /// <param name="target">What it should have given.</param>
    /// <returns>0 or more; NaN or infinite where the prediction is.</returns>
    public abstract double Value(double prediction, double target);

    /// <summary>The derivative of <see cref="Value"/> by the prediction, not yet divided by the number of outputs.</summary>
    /// <param name="prediction">What the network gave.</param>
    /// <param name="target">What it should have given.</param>
    public abstract double Derivative(double prediction, double target);
}
