namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The identity: f(z) = z.</summary>
internal readonly struct LinearActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public V Apply(V sum) => sum;

    public V Backward(V gradient, V saved) => gradient;
}
