using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// e^x to 1.5e-7 relative, in every lane the same, with e^0 = 1 exactly. With n the whole number nearest to x / ln 2 and r = x - n ln 2,
/// |r| at most 0.347: e^x = 2ⁿ e^r, and e^r is its power series up to r⁷/7!, whose next term is below 6e-9.
/// </summary>
/// <remarks>Below -86.99, next to the denormal numbers, it is 0; above 88.72 infinity; of NaN, NaN.</remarks>
internal static class Exponential<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // Added and taken off again, it leaves the nearest whole number: at 1.5 · 2²³ floats are 1 apart.
    private const float Rounder = 12_582_912;

    private const float Log2E = 1.44269504f;

    // ln 2 in two parts; the first has so few bits that n times it is exact.
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

        // 2ⁿ as 2 · 2ⁿ⁻¹, since n may be 128.
        V power = S.PowerOfTwo(S.Subtract(n, S.Broadcast(1)));
        V result = S.Multiply(S.Add(series, series), power);
        result = S.WhereGreater(S.Broadcast(-87), x, S.Broadcast(0), result);
        return S.WhereGreater(x, S.Broadcast(88.72f), S.Broadcast(float.PositiveInfinity), result);
    }
}
