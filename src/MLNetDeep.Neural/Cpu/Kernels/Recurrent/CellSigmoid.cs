using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The sigmoid for gates of recurrent cells: (1 + tanh(z / 2)) / 2 by <see cref="QuotientTanh{S, V}"/>, with an absolute error of up to 2e-7. The
/// result is 0 or 1 from |z| = 16.32 on.
/// </summary>
internal readonly struct CellSigmoid<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        V half = S.Broadcast(0.5f);
        return S.MultiplyAdd(half, default(QuotientTanh<S, V>).Apply(S.Multiply(half, sum)), half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => default(SigmoidActivation<S, V>).Backward(gradient, saved);
}
