using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// GELU: f(z) = z Φ(z), f'(z) = Φ(z) + z φ(z), with the distribution function Φ and density φ of the standard normal distribution.
/// </summary>
internal readonly struct GeluActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Multiply(sum, NormalDistribution<S, V>.Cumulative(sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved)
    {
        V slope = S.MultiplyAdd(saved, NormalDistribution<S, V>.Density(saved), NormalDistribution<S, V>.Cumulative(saved));
        return S.Multiply(gradient, slope);
    }
}
