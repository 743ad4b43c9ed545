namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>One step of an optimizer, applied to a SIMD vector of parameters.</summary>
internal unsafe interface IUpdateRule<V>
    where V : unmanaged
{
    /// <summary>
    /// States below this magnitude are set to 0, or to this value if the rule divides by them. Otherwise they would decay into denormal
    /// numbers, whose arithmetic is many times slower. .NET cannot make the processor flush denormal numbers to zero.
    /// </summary>
    const float Negligible = 1e-30f;

    /// <summary>Whether a gradient of 0 changes neither the parameter nor the state, so that the update may be skipped.</summary>
    static abstract bool SkipsZeroGradients { get; }

    /// <summary>
    /// Updates the vector of parameters at address <paramref name="parameter"/>; its states are at <paramref name="offset"/>, in floats.
    /// </summary>
    void Apply(float* parameter, nint offset, V gradient);
}
