using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Functions of one number, in double precision.</summary>
internal static class OnnxFunctions
{
    // Beyond it, erf differs from 1 by less than 2e-8.
    private const double ErfLimit = 4;

    /// <summary>Returns the error function by its Taylor series: 2/√π · Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)).</summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) < ErfLimit))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double sum = 0, term = x;
        for (int n = 0; n < 100; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>Returns log(1 + eˣ).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>Computes an activation of single values.</summary>
    public static double Compute(Activation activation, double x) => activation switch
    {
        Relu => Math.Max(x, 0),
        LeakyRelu leaky => x > 0 ? x : leaky.NegativeSlope * x,
        Elu elu => x > 0 ? x : elu.Alpha * (Math.Exp(x) - 1),
        Sigmoid => 1 / (1 + Math.Exp(-x)),
        Tanh => Math.Tanh(x),
        MLNetDeep.Neural.Softplus => Softplus(x),
        Gelu { Approximate: true } => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        _ => x,
    };
}
