namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An optimizer step as an operator on vectors.</summary>
internal unsafe interface IUpdateRule<V>
    where V : unmanaged
{
    /// <summary>
    /// States below this magnitude are set to 0 (or, where they are divided by, to this): they would decay into denormal numbers, on which
    /// arithmetic is many times slower, and .NET cannot flush those to zero.
    /// </summary>
    const float Negligible = 1e-30f;

    /// <summary>Whether a gradient of 0 changes nothing, neither parameter nor state.</summary>
    static abstract bool LeavesZeroGradients { get; }

    /// <summary>Changes the parameters at <paramref name="parameter"/>, whose states are at <paramref name="offset"/>.</summary>
    void Apply(float* parameter, nint offset, V gradient);
}
