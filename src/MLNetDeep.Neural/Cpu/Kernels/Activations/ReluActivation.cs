using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>f(z) = max(0, z), which is NaN for NaN; f' is 1 where the output is above 0.</summary>
internal readonly struct ReluActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Max(S.Broadcast(0), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V output) => S.WhereGreater(output, S.Broadcast(0), gradient, S.Broadcast(0));
}
