namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An activation f and its derivative, applied to SIMD vectors. Activations without a parameter are used as default(T).</summary>
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
