using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// A normal distribution with mean 0 and variance 2 / fanIn, truncated like <see cref="GlorotNormal"/>, for layers with ReLU activations.
/// fanIn is the number of inputs of a unit.
/// </summary>
/// <remarks>
/// Source: He et al., "Delving deep into rectifiers" (2015), truncated as in Keras. PyTorch's <c>kaiming_normal_</c> does not truncate.
/// </remarks>
public sealed record HeNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / fanIn));
}
