using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// A function of each value of a tensor that operators compute step by step, such as x · (1 + erf(x / √2)) / 2. It is known by its values at
/// <see cref="Points"/>: whatever the order of the steps, they say which activation it is.
/// </summary>
/// <param name="Source">What the function is applied to.</param>
/// <param name="Values">The function's values at the points.</param>
internal sealed record FormulaValue(RowsValue Source, double[] Values) : GraphValue
{
    // The largest difference, relative to 1 or to the larger value, between two functions that are taken for the same. The approximation of
    // GELU differs from GELU by 5e-4.
    private const double Tolerance = 1e-5;

    // Up to here, the steps of an activation do not overflow in floats. Beyond it, exp may: values that are not finite say nothing there.
    private const double LastInner = 80;

    // Beyond each limit that a float can be, so that a function that is an activation only between limits is not taken for it.
    private static readonly double[] s_outer = [200, 700, 1e3, 1e4, 1e5, 1e6, 1e9, 1e12, 1e18, 1e24, 1e30, 1e36, float.MaxValue];

    /// <summary>
    /// The points: 0, numbers of both signs from 0.01 to 80, which lie close together where activations bend, and some up to the largest float.
    /// </summary>
    public static double[] Points { get; } =
    [
        .. Enumerable.Range(0, 80).Select(i => 0.01 * Math.Pow(LastInner / 0.01, i / 79.0)).Concat(s_outer)
            .SelectMany(point => new[] { -point, point }).Append(0).Order(),
    ];

    /// <summary>The layer that the function is, once it was asked for: all that take the output of the function take the same layer.</summary>
    public RowsValue? Layer { get; set; }

    /// <summary>Creates the function f(x) = x.</summary>
    public static FormulaValue Of(RowsValue source) => new(source, Points);

    /// <summary>Applies another function to the values.</summary>
    public FormulaValue Then(Func<double, double> function) => new(Source, Array.ConvertAll(Values, value => function(value)));

    /// <summary>Combines two functions of the same tensor.</summary>
    public FormulaValue With(FormulaValue other, Func<double, double, double> function) =>
        new(Source, [.. Values.Zip(other.Values, function)]);

    /// <summary>Finds the activation that the function is; null if there is none.</summary>
    public Activation? FindActivation() => Candidates().FirstOrDefault(
        candidate => IsEqualTo(x => OnnxFunctions.Compute(candidate, x)));

    /// <summary>Finds the scale and the offset if the function is x · scale + offset.</summary>
    public (double Scale, double Offset)? FindLine()
    {
        double offset = Values[Points.Length / 2];
        double scale = (Values[^(s_outer.Length + 1)] - offset) / Points[^(s_outer.Length + 1)];
        return double.IsFinite(scale) && IsEqualTo(x => (x * scale) + offset) ? (scale, offset) : null;
    }

    private bool IsEqualTo(Func<double, double> function) => Points.Zip(Values).All(pair =>
        AreClose(pair.Second, function(pair.First)) || (Math.Abs(pair.First) >= s_outer[0] && !double.IsFinite(pair.Second)));

    private static bool AreClose(double value, double expected) => Math.Abs(value - expected) <= Tolerance * Math.Max(1, Math.Abs(expected));

    private IEnumerable<Activation> Candidates()
    {
        yield return Activation.Relu;
        yield return Activation.Sigmoid;
        yield return Activation.Tanh;
        yield return Activation.Softplus;
        yield return Activation.Gelu;
        yield return new Gelu(Approximate: true);
        double lowest = Values[s_outer.Length];
        if (lowest < 0 && double.IsFinite(lowest))
        {
            yield return new LeakyRelu(lowest / Points[s_outer.Length]);
            yield return new Elu(-lowest);
        }
    }
}
