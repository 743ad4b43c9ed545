namespace MLNetDeep.Neural.Cpu;

/// <summary>A parameter of a layer.</summary>
/// <param name="Index">The parameter's index in the network, which identifies it in updates.</param>
/// <param name="Values">The parameter's values.</param>
/// <param name="IsTrained">
/// Whether to compute its gradient and update it. False for running statistics and for the parameters of frozen layers.
/// </param>
internal sealed record LayerParameter(int Index, CpuParameter Values, bool IsTrained)
{
    /// <summary>The address of the values.</summary>
    // Not public: records print their public properties, and the compiler of Native AOT 10.0 ends with an exception on a pointer there.
    internal unsafe float* Pointer => Values.Pointer;
}
