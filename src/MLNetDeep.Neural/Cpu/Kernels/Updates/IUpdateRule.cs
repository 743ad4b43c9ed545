namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An optimizer step as an operator on vectors.</summary>
internal unsafe interface IUpdateRule<V>
    where V : unmanaged
{
    /// <summary>
    /// States below this magnitude are set to 0, or to this if they are divisors. They would decay into denormal numbers otherwise, on
    /// which arithmetic is many times slower; .NET cannot make the processor flush those to zero.
    /// </summary>
    const float Negligible = 1e-30f;

    /// <summary>Whether a gradient of 0 changes neither the parameter nor the state, so that the update may be skipped.</summary>
    static abstract bool SkipsZeroGradients { get; }

    /// <summary>Updates the vector of parameters at <paramref name="parameter"/>, whose states are at <paramref name="offset"/>.</summary>
    void Apply(float* parameter, nint offset, V gradient);
}
