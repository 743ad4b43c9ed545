namespace MLNetDeep.Neural;

/// <summary>
/// A regression loss: for each row, the mean over the outputs of a function of the prediction and the target. The last layer may have any
/// activation but softmax; targets are <see cref="DenseTargets"/> with one column per output.
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
    /// <param name="prediction">The network's output.</param>
    /// <param name="target">The target.</param>
    /// <returns>0 or more; NaN or infinite if the prediction is.</returns>
    public abstract double Value(double prediction, double target);

    /// <summary>The derivative of <see cref="Value"/> by the prediction, not yet divided by the number of outputs.</summary>
    /// <param name="prediction">The network's output.</param>
    /// <param name="target">The target.</param>
    public abstract double Derivative(double prediction, double target);
}
