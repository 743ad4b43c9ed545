namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An activation as an operator on vectors. Activations without a parameter are used as default(T).</summary>
internal interface IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>f(z).</summary>
    V Apply(V sum);

    /// <summary>gradient × f'(z), where <paramref name="output"/> is z if <see cref="ActivationKind.NeedsSums"/>, otherwise f(z).</summary>
    V Backward(V gradient, V output);
}
