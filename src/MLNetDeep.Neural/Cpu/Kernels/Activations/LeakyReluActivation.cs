using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>f(z) = z above 0, otherwise s·z with s ≥ 0; f' is 1 where the output is above 0, otherwise s.</summary>
internal readonly struct LeakyReluActivation<S, V>(float slope) : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _slope = S.Broadcast(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.WhereGreater(sum, S.Broadcast(0), sum, S.Multiply(_slope, sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V output) => S.WhereGreater(output, S.Broadcast(0), gradient, S.Multiply(_slope, gradient));
}
