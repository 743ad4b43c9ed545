namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>An activation as an operator on vectors. Those without a parameter are used as their default value.</summary>
internal interface IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>f(z).</summary>
    V Apply(V sum);

    /// <summary>gradient × f'(z), with the derivative taken from <see cref="ActivationKind.NeedsSums"/> ? z : f(z).</summary>
    V Backward(V gradient, V output);
}
