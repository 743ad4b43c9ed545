using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>f(z) = z Φ(z), Φ being the standard normal distribution; f' = Φ + z φ.</summary>
internal readonly struct GeluActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Multiply(sum, NormalDistribution<S, V>.Cumulative(sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V output)
    {
        V slope = S.MultiplyAdd(output, NormalDistribution<S, V>.Density(output), NormalDistribution<S, V>.Cumulative(output));
        return S.Multiply(gradient, slope);
    }
}
