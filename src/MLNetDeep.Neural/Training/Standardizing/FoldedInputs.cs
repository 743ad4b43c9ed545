namespace MLNetDeep.Neural.Training;

/// <summary>Which feature each weight of a layer is multiplied by.</summary>
/// <param name="UnitSize">The number of weights of a unit or filter.</param>
/// <param name="GroupOutputs">The number of units of a group, which read the same features.</param>
/// <param name="GroupInputs">The number of features that a group reads.</param>
/// <param name="KernelSize">The number of neighbouring weights that are multiplied by the same feature, at different places.</param>
internal readonly record struct FoldedInputs(int UnitSize, int GroupOutputs, int GroupInputs, int KernelSize)
{
    /// <summary>Returns the inputs of a dense layer: each unit has a weight for each feature.</summary>
    public static FoldedInputs All(int features) => new(features, int.MaxValue, 0, 1);

    /// <summary>Returns the index of the feature; for a convolution, the channel.</summary>
    /// <param name="unit">The unit or filter.</param>
    /// <param name="weight">The index among the weights of the unit.</param>
    public int Column(int unit, int weight) => (unit / GroupOutputs * GroupInputs) + (weight / KernelSize);
}
