namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// An activation f and its derivative, applied to SIMD vectors. Of activations without a number such as a slope, the default value of the
/// struct is used.
/// </summary>
internal interface IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes f(z); <paramref name="sum"/> is z.</summary>
    V Apply(V sum);

    /// <summary>
    /// Computes gradient × f'(z); <paramref name="saved"/> is z if <see cref="ActivationKind.NeedsSums"/>, otherwise f(z).
    /// </summary>
    V Backward(V gradient, V saved);
}
