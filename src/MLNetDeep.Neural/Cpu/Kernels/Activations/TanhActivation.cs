using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// f(z) = tanh z, accurate to about 3 units in the last place. For |z| ≥ 1 it is ±(1 - 2 / (e^(2|z|) + 1)). For smaller |z| that formula
/// loses digits, so Lambert's continued fraction is used, truncated after z²/13:
/// z (135135 + 17325 z² + 378 z⁴ + z⁶) / (135135 + 62370 z² + 3150 z⁴ + 28 z⁶). f' = 1 - f².
/// </summary>
internal readonly struct TanhActivation<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        V one = S.Broadcast(1);
        V magnitude = S.Abs(sum);

        V square = S.Multiply(sum, sum);
        V numerator = S.Add(square, S.Broadcast(378));
        numerator = S.MultiplyAdd(numerator, square, S.Broadcast(17325));
        numerator = S.MultiplyAdd(numerator, square, S.Broadcast(135135));
        V denominator = S.MultiplyAdd(S.Broadcast(28), square, S.Broadcast(3150));
        denominator = S.MultiplyAdd(denominator, square, S.Broadcast(62370));
        denominator = S.MultiplyAdd(denominator, square, S.Broadcast(135135));
        V exponential = Exponential<S, V>.Apply(S.Add(magnitude, magnitude));

        // One division for both formulas: it takes as long as the rest.
        numerator = S.WhereGreater(one, magnitude, S.Multiply(sum, numerator), S.Broadcast(2));
        denominator = S.WhereGreater(one, magnitude, denominator, S.Add(exponential, one));
        V quotient = S.Divide(numerator, denominator);
        V far = S.Subtract(one, quotient);
        far = S.WhereGreater(S.Broadcast(0), sum, S.Subtract(S.Broadcast(0), far), far);
        return S.WhereGreater(one, magnitude, quotient, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) =>
        S.Multiply(gradient, S.Subtract(S.Broadcast(1), S.Multiply(saved, saved)));
}
