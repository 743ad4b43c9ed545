using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The standard normal distribution, for each lane of a vector: Φ(z) = erfc(-z/√2) / 2. For x ≥ 0, erfc(x) = t e^(-x² + p(t)) with
/// t = 1 / (1 + x/2) and a polynomial p of degree 9.
/// </summary>
/// <remarks>
/// The formula follows Press et al. (Numerical Recipes, section 6.2). The coefficients are a Chebyshev fit of log erfc(x) + x² - log t for
/// x up to 9.2, with an error of at most 1.5e-7 in floats. Rounding x² adds a relative error of up to 1e-5 where Φ is below 1e-15.
/// </remarks>
internal static class NormalDistribution<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const float InverseRootTwo = 0.70710678f;
    private const float InverseRootTwoPi = 0.39894228f;

    /// <summary>Φ(z): the probability that a value is at most z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cumulative(V z)
    {
        V x = S.Multiply(S.Abs(z), S.Broadcast(InverseRootTwo));
        V one = S.Broadcast(1);
        V t = S.Divide(one, S.MultiplyAdd(S.Broadcast(0.5f), x, one));
        V p = S.MultiplyAdd(S.Broadcast(0.13754378259181976f), t, S.Broadcast(-0.6403201222419739f));
        p = S.MultiplyAdd(p, t, S.Broadcast(1.060672402381897f));
        p = S.MultiplyAdd(p, t, S.Broadcast(-0.5672950148582458f));
        p = S.MultiplyAdd(p, t, S.Broadcast(-0.18796800076961517f));
        p = S.MultiplyAdd(p, t, S.Broadcast(0.05909934267401695f));
        p = S.MultiplyAdd(p, t, S.Broadcast(0.014693793840706348f));
        p = S.MultiplyAdd(p, t, S.Broadcast(0.39086347818374634f));
        p = S.MultiplyAdd(p, t, S.Broadcast(0.9981334209442139f));
        p = S.MultiplyAdd(p, t, S.Broadcast(-1.2654229402542114f));
        V exponent = S.Subtract(p, S.Multiply(x, x));
        V half = S.Multiply(S.Broadcast(0.5f), S.Multiply(t, Exponential<S, V>.Apply(exponent)));
        return S.WhereGreater(z, S.Broadcast(0), S.Subtract(one, half), half);
    }

    /// <summary>The density φ(z) = e^(-z²/2) / √2π.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Density(V z)
    {
        V exponent = S.Multiply(S.Broadcast(-0.5f), S.Multiply(z, z));
        return S.Multiply(S.Broadcast(InverseRootTwoPi), Exponential<S, V>.Apply(exponent));
    }
}
