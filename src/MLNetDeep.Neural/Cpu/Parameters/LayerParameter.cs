namespace MLNetDeep.Neural.Cpu;

/// <summary>A parameter as its layer sees it.</summary>
/// <param name="Index">Its index in the network, by which updates find it.</param>
/// <param name="Values">Its values.</param>
internal sealed record LayerParameter(int Index, CpuParameter Values)
{
    /// <summary>The first value.</summary>
    public unsafe float* Pointer => Values.Pointer;
}
