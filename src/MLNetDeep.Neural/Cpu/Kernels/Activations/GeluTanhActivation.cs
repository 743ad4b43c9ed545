using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// f(z) = z (1 + tanh u) / 2 with u = √(2/π) (z + 0.044715 z³), computed as z σ(2u); f' = σ + z σ (1 - σ) 2u', with
/// u' = √(2/π) (1 + 3 · 0.044715 z²).
/// </summary>
internal readonly struct GeluTanhActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const float TwiceRoot = 1.5957691f;
    private const float Cubic = 0.044715f;
    private const float LargestForSlope = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Multiply(sum, Gate(sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V output)
    {
        V gate = Gate(output);
        V one = S.Broadcast(1);
        V inner = S.Multiply(
            S.Broadcast(TwiceRoot), S.MultiplyAdd(S.Broadcast(3 * Cubic), S.Multiply(output, output), one));
        V bend = S.Multiply(S.Multiply(gate, S.Subtract(one, gate)), inner);

        // For large |z|, σ (1 - σ) is 0 and u' may overflow: their product is set to 0.
        bend = S.WhereGreater(S.Abs(output), S.Broadcast(LargestForSlope), S.Broadcast(0), bend);
        return S.Multiply(gradient, S.MultiplyAdd(output, bend, gate));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Gate(V z)
    {
        V cubic = S.MultiplyAdd(S.Broadcast(Cubic), S.Multiply(z, z), S.Broadcast(1));
        return default(SigmoidActivation<S, V>).Apply(S.Multiply(S.Broadcast(TwiceRoot), S.Multiply(z, cubic)));
    }
}
