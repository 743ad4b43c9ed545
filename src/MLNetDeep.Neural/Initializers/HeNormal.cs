using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// Normal with mean 0 and variance 2 / fanIn, truncated like <see cref="GlorotNormal"/>. For layers with ReLU activations.
/// </summary>
/// <remarks>
/// He et al., "Delving deep into rectifiers" (2015); truncated as in Keras. PyTorch's <c>kaiming_normal_</c> does not truncate.
/// </remarks>
public sealed record HeNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / fanIn));
}
