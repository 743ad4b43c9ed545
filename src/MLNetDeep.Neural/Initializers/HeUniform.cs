using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// A uniform distribution from -L to L, for layers with ReLU activations. L = √(6 / fanIn), where fanIn is the number of inputs of a unit.
/// </summary>
/// <remarks>Source: He et al., "Delving deep into rectifiers" (2015), as in Keras.</remarks>
public sealed record HeUniform : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillUniform(values, (float)Math.Sqrt(6.0 / fanIn));
}
