using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// A test case for one layer: a network that contains the layer, with data and a loss. Every backend that supports the network's layers
/// must compute outputs, loss and gradients correctly.
/// </summary>
/// <param name="Name">The unique name, which says what the case tests.</param>
/// <param name="Network">The network.</param>
/// <param name="Data">The training data.</param>
/// <param name="Loss">The loss.</param>
public sealed record LayerCase(string Name, NetworkSpec Network, TrainingData Data, LossSpec Loss)
{
    /// <summary>Creates a classification case with 6 rows and cross-entropy loss.</summary>
    public static LayerCase Classification(string name, NetworkSpec network) =>
        new(name, network, TestNumbers.ClassificationData(6, network.InputSize, network.OutputSize), new CategoricalCrossEntropy());
}
