using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Activation functions in double precision.</summary>
internal static class ReferenceActivation
{
    public static double Value(Activation activation, double z) => activation switch
    {
        Linear => z,
        Relu => Math.Max(0, z),
        LeakyRelu leaky => z > 0 ? z : leaky.NegativeSlope * z,
        Elu elu => z > 0 ? z : elu.Alpha * (Math.Exp(z) - 1),
        Gelu { Approximate: true } => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z)))),
        Gelu => z / 2 * (1 + Erf(z / Math.Sqrt(2))),
        Sigmoid => 1 / (1 + Math.Exp(-z)),
        Tanh => Math.Tanh(z),
        Softplus => Math.Log(1 + Math.Exp(z)),
        _ => throw new NotSupportedException($"{activation}"),
    };

    /// <summary>
    /// The error function by its series 2/√π (x - x³/3 + x⁵/(2!·5) - ...), accurate to 1e-10 for |x| up to 4; ±1 for larger |x|.
    /// </summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 4)
        {
            return Math.Sign(x);
        }

        double term = x, sum = x;
        for (int n = 1; n < 100; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
