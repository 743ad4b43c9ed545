using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A network that shows what a layer does, with data and a loss. Every backend that has its layers must compute it right.</summary>
/// <param name="Name">What the case shows; unique.</param>
/// <param name="Network">The network.</param>
/// <param name="Data">Some rows for it.</param>
/// <param name="Loss">The loss.</param>
public sealed record LayerCase(string Name, NetworkSpec Network, TrainingData Data, LossSpec Loss)
{
    /// <summary>A case of 6 rows of 4 values in 3 classes.</summary>
    public static LayerCase Classes(string name, NetworkSpec network) =>
        new(name, network, Numbers.Classes(6, network.InputSize, network.OutputSize), new CategoricalCrossEntropy());
}
