namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the softmax regression (multinomial logistic regression) trainer: one dense layer with a softmax. The default optimizer is
/// Adam with the learning rate 0.01 / (1 + 0.002 t) at step t.
/// </summary>
/// <remarks>The weights start at zero. The loss is convex, so the starting point does not matter.</remarks>
public sealed record SoftmaxRegressionOptions : NeuralTrainerOptions
{
    /// <summary>Creates options with the defaults.</summary>
    public SoftmaxRegressionOptions()
    {
        Optimizer = OneLayerDefaults.Optimizer;
    }
}
