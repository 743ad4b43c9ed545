using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// tanh for recurrent cells and slices of batches, where it takes much of the time: one quotient of polynomials instead of the two cases of
/// <see cref="TanhActivation{S, V}"/>, with a relative error of up to 3e-7. From |z| = 8.16 on, the result is ±1; tanh 8.16 is 1 - 1.6e-7.
/// </summary>
/// <remarks>
/// The quotient z P(z²) / Q(z²), with P and Q of degree 4 and a constant term of 1, has the smallest relative error to tanh for z up to
/// 8.16. It was computed by weighted least squares in doubles; the largest z was chosen so that the rounded result never exceeds 1.
/// </remarks>
internal readonly struct QuotientTanh<S, V> : IActivation<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const float Limit = 8.16f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply(V sum)
    {
        // Max returns NaN if its right operand is NaN, and comparisons with NaN are false, so NaN stays NaN.
        V limit = S.Broadcast(Limit);
        V z = S.Max(S.Broadcast(-Limit), sum);
        z = S.WhereGreater(z, limit, limit, z);
        V square = S.Multiply(z, z);
        V numerator = S.MultiplyAdd(S.Broadcast(1.4918558832732742e-08f), square, S.Broadcast(2.1689291315851733e-05f));
        numerator = S.MultiplyAdd(numerator, square, S.Broadcast(0.0035597169771790504f));
        numerator = S.MultiplyAdd(numerator, square, S.Broadcast(0.13434642553329468f));
        numerator = S.MultiplyAdd(numerator, square, S.Broadcast(1));
        V denominator = S.MultiplyAdd(S.Broadcast(8.401152626902331e-07f), square, S.Broadcast(0.0003391480422578752f));
        denominator = S.MultiplyAdd(denominator, square, S.Broadcast(0.026119723916053772f));
        denominator = S.MultiplyAdd(denominator, square, S.Broadcast(0.4676796793937683f));
        denominator = S.MultiplyAdd(denominator, square, S.Broadcast(1));
        return S.Divide(S.Multiply(z, numerator), denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Backward(V gradient, V saved) => default(TanhActivation<S, V>).Backward(gradient, saved);
}
