using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>Uniform between -L and L, with L = √(6 / fanIn). For layers with ReLU activations.</summary>
/// <remarks>He et al., "Delving deep into rectifiers" (2015), as in Keras.</remarks>
public sealed record HeUniform : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillUniform(values, (float)Math.Sqrt(6.0 / fanIn));
}
