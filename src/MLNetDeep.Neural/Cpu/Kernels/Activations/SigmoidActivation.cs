using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Sigmoid: f(z) = 1 / (1 + e^-z), f' = f (1 - f). For very negative z, e^-z overflows to infinity and f is correctly 0.</summary>
internal readonly struct SigmoidActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        V one = S.Broadcast(1);
        return S.Divide(one, S.Add(one, Exponential<S, V>.Apply(S.Subtract(S.Broadcast(0), sum))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) =>
        S.Multiply(gradient, S.Multiply(saved, S.Subtract(S.Broadcast(1), saved)));
}
