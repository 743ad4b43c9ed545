namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the linear regression trainer: one dense unit whose weights start at zero. The default loss is the mean squared error. The
/// default optimizer is Adam with the learning rate 0.01 / (1 + 0.002 t) at step t.
/// </summary>
public sealed record LinearRegressionOptions : NeuralTrainerOptions
{
    /// <summary>Creates options with the defaults.</summary>
    public LinearRegressionOptions()
    {
        Optimizer = OneLayerDefaults.Optimizer;
    }
}
