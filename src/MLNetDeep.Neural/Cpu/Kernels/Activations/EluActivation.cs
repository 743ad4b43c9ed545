using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// ELU: f(z) = z if z &gt; 0, otherwise α (e^z - 1). e^z - 1 is computed as tanh(z/2) (e^z + 1), which does not lose digits near 0.
/// f'(z) = 1 if f(z) &gt; 0, otherwise f(z) + α.
/// </summary>
internal readonly struct EluActivation<S, V>(float alpha) : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _alpha = S.Broadcast(alpha);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        V half = default(TanhActivation<S, V>).Apply(S.Multiply(S.Broadcast(0.5f), sum));
        V below = S.Multiply(half, S.Add(Exponential<S, V>.Apply(sum), S.Broadcast(1)));
        return S.WhereGreater(sum, S.Broadcast(0), sum, S.Multiply(_alpha, below));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) =>
        S.WhereGreater(saved, S.Broadcast(0), gradient, S.Multiply(gradient, S.Add(saved, _alpha)));
}
