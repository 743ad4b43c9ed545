namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the logistic regression trainer: one dense unit with a sigmoid, with weights that start at zero. The default optimizer is
/// Adam with the learning rate 0.01 / (1 + 0.002 t) at step t.
/// </summary>
public sealed record LogisticRegressionOptions : NeuralTrainerOptions
{
    /// <summary>Creates options with the defaults.</summary>
    public LogisticRegressionOptions()
    {
        Optimizer = OneLayerDefaults.Optimizer;
    }
}
