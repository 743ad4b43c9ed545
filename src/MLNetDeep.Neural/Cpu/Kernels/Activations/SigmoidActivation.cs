using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>f(z) = 1 / (1 + e^-z); for z far below 0, e^-z overflows to infinity and f is 0, as it should be. f' = f (1 - f).</summary>
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
    public V Backward(V gradient, V output) =>
        S.Multiply(gradient, S.Multiply(output, S.Subtract(S.Broadcast(1), output)));
}
