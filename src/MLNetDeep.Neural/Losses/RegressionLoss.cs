namespace MLNetDeep.Neural;

/// <summary>
/// A loss for predicting numbers. A row's loss is the mean of <see cref="Value"/> over its outputs. The last layer may have any activation
/// except softmax. Targets are <see cref="DenseTargets"/> with one column per output.
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
            throw WrongLastLayer(spec, "a last layer without softmax");
        }
    }

    internal override void CheckTargets(NetworkSpec spec, Targets targets, string name) => RequireDenseTargets(spec, targets, name);

    /// <summary>Returns the loss of one output; a row's loss is the mean over its outputs.</summary>
    /// <param name="prediction">The network's output.</param>
    /// <param name="target">The target.</param>
    /// <returns>0 or more; NaN or infinite if the prediction is NaN or infinite.</returns>
    public abstract double Value(double prediction, double target);

    /// <summary>Returns the derivative of <see cref="Value"/> by the prediction, not divided by the number of outputs.</summary>
    /// <param name="prediction">The network's output.</param>
    /// <param name="target">The target.</param>
    public abstract double Derivative(double prediction, double target);
}
