namespace MLNetDeep.Neural.Kernels;

/// <summary>An activation as an operator on vectors.</summary>
internal interface IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>f(z).</summary>
    static abstract V Apply(V sum);

    /// <summary>gradient × f'(z), with the derivative taken from the output f(z).</summary>
    static abstract V Backward(V gradient, V output);
}
