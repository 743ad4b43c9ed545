using MLNetDeep.Conformance;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares activations and derivatives at every SIMD width with double-precision references, over the whole range of inputs z.
/// Relative errors are a few units in the last place (6e-8). In the tail of GELU, where rounding z² matters, the absolute error is below
/// 1e-20.
/// </summary>
public unsafe class ActivationKernelTests
{
    private static readonly float[] Sums =
        [0, -0f, 1e-6f, -1e-6f, -1e-3f, 0.1f, -0.5f, 0.999f, -1, 1.001f, 2, -2, 3, -3, -4.5f, 5, 8, -9, 20, -88, 100, -1000, 1e30f, -1e30f];

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Values_and_derivatives_are_accurate(string tier)
    {
        Check(tier, Activation.Linear, 0, z => 1);
        Check(tier, Activation.Relu, 0, z => z > 0 ? 1 : 0);
        Check(tier, new LeakyRelu(0.3), 1e-7, z => z > 0 ? 1 : 0.3);
        Check(tier, new Elu(1.5), 5e-7, z => z > 0 ? 1 : 1.5 * Math.Exp(z));
        Check(tier, Activation.Sigmoid, 4e-7, z => 1 / (2 + Math.Exp(z) + Math.Exp(-z)));
        Check(tier, Activation.Tanh, 4e-7, z => 1 / (Math.Cosh(z) * Math.Cosh(z)));
        Check(tier, Activation.Softplus, 4e-7, z => 1 / (1 + Math.Exp(-z)));
        Check(tier, Activation.Gelu, 2e-6, z => NormalCdf(z) + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)));
        Check(tier, new Gelu(Approximate: true), 5e-6, GeluTanhDerivative);
    }

    private static void Check(string tier, Activation activation, double tolerance, Func<double, double> derivative)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        ActivationKind kind = ActivationKind.For(activation);
        Matrix sums = new(1, Sums.Length, 0), result = new(1, Sums.Length, 0), gradient = new(1, Sums.Length, 4);
        for (int j = 0; j < Sums.Length; j++)
        {
            sums[0, j] = Sums[j];
        }

        kernels.Activate(kind, sums.Pointer, result.Pointer, result.Stride);
        float[] before = gradient.ToArray();
        kernels.ActivationGradient(kind, gradient.Pointer, kind.NeedsSums ? sums.Pointer : result.Pointer, result.Stride);
        for (int j = 0; j < Sums.Length; j++)
        {
            double z = Sums[j];
            double expected = Expected(activation, z);
            Assert.True(
                Math.Abs(result[0, j] - expected) <= (tolerance * Math.Abs(expected)) + (activation is Gelu ? 1e-20 : 1e-36),
                $"{activation} of {z:R} is {result[0, j]:R}, expected {expected:R}.");
            double slope = derivative(z);
            Assert.True(
                Math.Abs(gradient[0, j] - (before[j] * slope)) <= 1e-6 * Math.Max(1, Math.Abs(slope)),
                $"The slope of {activation} at {z:R} is {gradient[0, j] / before[j]:R}, expected {slope:R}.");
        }
    }

    // Far below 0 the usual reference formulas for GELU and softplus lose digits; these formulas are exact to first order there.
    private static double Expected(Activation activation, double z) => activation switch
    {
        Gelu { Approximate: false } => z < -40 ? 0 : z * NormalCdf(z),
        Gelu => z is < -40 or > 40 ? Math.Max(z, 0) : z / (1 + Math.Exp(-2 * TanhArgument(z))),
        Softplus => z > 30 ? z : double.LogP1(Math.Exp(z)) is var small && z < -20 ? Math.Exp(z) : small,
        Elu elu when z is < 0 and > -1e-4 => elu.Alpha * (z + (z * z / 2)),
        Sigmoid when z < -87 => 0,
        _ => ReferenceActivation.Value(activation, z),
    };

    private static double GeluTanhDerivative(double z)
    {
        if (Math.Abs(z) > 40)
        {
            return z > 0 ? 1 : 0;
        }

        double gate = 1 / (1 + Math.Exp(-2 * TanhArgument(z)));
        return gate + (z * gate * (1 - gate) * 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * z * z)));
    }

    private static double TanhArgument(double z) => Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z));

    // The normal distribution function Φ(z). Below -3, Laplace's continued fraction is used:
    // φ(z) / (x + 1/(x + 2/(x + 3/(x + ...)))), with x = -z and the normal density φ.
    private static double NormalCdf(double z)
    {
        if (z > -3)
        {
            return (1 + ReferenceActivation.Erf(z / Math.Sqrt(2))) / 2;
        }

        double x = -z, fraction = x;
        for (int k = 60; k > 0; k--)
        {
            fraction = x + (k / fraction);
        }

        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / fraction;
    }
}
