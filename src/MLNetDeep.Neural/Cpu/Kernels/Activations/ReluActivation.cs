using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>ReLU: f(z) = max(0, z), and NaN for NaN. f'(z) = 1 if f(z) &gt; 0, otherwise 0.</summary>
internal readonly struct ReluActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Max(S.Broadcast(0), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => S.WhereGreater(saved, S.Broadcast(0), gradient, S.Broadcast(0));
}
