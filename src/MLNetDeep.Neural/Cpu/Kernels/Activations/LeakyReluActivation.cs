using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Leaky ReLU with slope s ≥ 0: f(z) = z if z &gt; 0, otherwise s·z. f'(z) = 1 if f(z) &gt; 0, otherwise s.</summary>
internal readonly struct LeakyReluActivation<S, V>(float slope) : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _slope = S.Broadcast(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.WhereGreater(sum, S.Broadcast(0), sum, S.Multiply(_slope, sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => S.WhereGreater(saved, S.Broadcast(0), gradient, S.Multiply(_slope, gradient));
}
