using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Computes e^x with a relative error of up to 1.5e-7, identically in every lane; e^0 is exactly 1. Let n be the integer nearest to x / ln
/// 2 and r = x - n ln 2, so |r| ≤ 0.347. Then e^x = 2ⁿ e^r, where e^r is computed as its power series up to r⁷/7!; the next term is below
/// 6e-9.
/// </summary>
/// <remarks>
/// The result is 0 for x &lt; -86.99, where e^x is nearly denormal, infinity for x &gt; 88.72, and NaN for NaN.
/// </remarks>
internal static class Exponential<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // Adding and subtracting this rounds to the nearest integer, since floats near 1.5 · 2²³ are 1 apart.
    private const float Rounder = 12_582_912;

    private const float Log2E = 1.44269504f;

    // ln 2 as the sum of two parts. The high part has few bits, so its product with n is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply(V x)
    {
        V rounder = S.Broadcast(Rounder);
        V n = S.Subtract(S.MultiplyAdd(x, S.Broadcast(Log2E), rounder), rounder);
        V r = S.MultiplyAdd(n, S.Broadcast(-Ln2High), x);
        r = S.MultiplyAdd(n, S.Broadcast(-Ln2Low), r);

        V series = S.MultiplyAdd(S.Broadcast(1f / 5040), r, S.Broadcast(1f / 720));
        series = S.MultiplyAdd(series, r, S.Broadcast(1f / 120));
        series = S.MultiplyAdd(series, r, S.Broadcast(1f / 24));
        series = S.MultiplyAdd(series, r, S.Broadcast(1f / 6));
        series = S.MultiplyAdd(series, r, S.Broadcast(0.5f));
        series = S.MultiplyAdd(series, r, S.Broadcast(1));
        series = S.MultiplyAdd(series, r, S.Broadcast(1));

        // 2ⁿ is computed as 2 · 2ⁿ⁻¹, since n may be 128, which PowerOfTwo does not accept.
        V power = S.PowerOfTwo(S.Subtract(n, S.Broadcast(1)));
        V result = S.Multiply(S.Add(series, series), power);
        result = S.WhereGreater(S.Broadcast(-87), x, S.Broadcast(0), result);
        return S.WhereGreater(x, S.Broadcast(88.72f), S.Broadcast(float.PositiveInfinity), result);
    }
}
