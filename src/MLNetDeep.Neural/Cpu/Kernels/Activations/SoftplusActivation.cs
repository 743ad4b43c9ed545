using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Softplus: f(z) = log(1 + e^z), computed as max(z, 0) + log(1 + u) with u = e^-|z| ≤ 1. log(1 + u) = 2 artanh s with
/// s = u / (2 + u) ≤ 1/3. artanh s is the series s + s³/3 + ... up to s¹⁵/15; the next term is below 1e-9 of the sum. f' = 1 / (1 + e^-z).
/// </summary>
internal readonly struct SoftplusActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        V zero = S.Broadcast(0);
        V u = Exponential<S, V>.Apply(S.Subtract(zero, S.Abs(sum)));
        V s = S.Divide(u, S.Add(S.Broadcast(2), u));
        V square = S.Multiply(s, s);
        V series = S.MultiplyAdd(S.Broadcast(1f / 15), square, S.Broadcast(1f / 13));
        series = S.MultiplyAdd(series, square, S.Broadcast(1f / 11));
        series = S.MultiplyAdd(series, square, S.Broadcast(1f / 9));
        series = S.MultiplyAdd(series, square, S.Broadcast(1f / 7));
        series = S.MultiplyAdd(series, square, S.Broadcast(1f / 5));
        series = S.MultiplyAdd(series, square, S.Broadcast(1f / 3));
        series = S.MultiplyAdd(series, square, S.Broadcast(1));
        return S.Add(S.Max(zero, sum), S.Multiply(S.Add(s, s), series));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => S.Multiply(gradient, default(SigmoidActivation<S, V>).Apply(saved));
}
