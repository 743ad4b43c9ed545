using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// GELU approximated by tanh: f(z) = z (1 + tanh u) / 2 with u = √(2/π) (z + 0.044715 z³). It is computed as z σ, where σ is the sigmoid
/// of 2u. f' = σ + z σ (1 - σ) 2u', with u' = √(2/π) (1 + 3 · 0.044715 z²).
/// </summary>
internal readonly struct GeluTanhActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const float TwoRootTwoOverPi = 1.5957691f;
    private const float CubicFactor = 0.044715f;
    private const float MaxMagnitudeForSlope = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum) => S.Multiply(sum, Gate(sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved)
    {
        V gate = Gate(saved);
        V one = S.Broadcast(1);
        V innerSlope = S.Multiply(
            S.Broadcast(TwoRootTwoOverPi), S.MultiplyAdd(S.Broadcast(3 * CubicFactor), S.Multiply(saved, saved), one));
        V gateSlope = S.Multiply(S.Multiply(gate, S.Subtract(one, gate)), innerSlope);

        // For large |z|, σ (1 - σ) is 0 and u' may overflow: their product is set to 0.
        gateSlope = S.WhereGreater(S.Abs(saved), S.Broadcast(MaxMagnitudeForSlope), S.Broadcast(0), gateSlope);
        return S.Multiply(gradient, S.MultiplyAdd(saved, gateSlope, gate));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Gate(V z)
    {
        V cubic = S.MultiplyAdd(S.Broadcast(CubicFactor), S.Multiply(z, z), S.Broadcast(1));
        return default(SigmoidActivation<S, V>).Apply(S.Multiply(S.Broadcast(TwoRootTwoOverPi), S.Multiply(z, cubic)));
    }
}
