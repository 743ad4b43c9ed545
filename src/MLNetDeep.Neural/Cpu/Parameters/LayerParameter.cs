namespace MLNetDeep.Neural.Cpu;

/// <summary>A parameter of a layer.</summary>
/// <param name="Index">The parameter's index in the network, which identifies it in updates.</param>
/// <param name="Values">The parameter's values.</param>
internal sealed record LayerParameter(int Index, CpuParameter Values)
{
    /// <summary>The address of the values.</summary>
    public unsafe float* Pointer => Values.Pointer;
}
