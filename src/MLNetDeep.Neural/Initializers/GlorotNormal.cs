using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// Truncated normal with mean 0 and variance 2 / (fanIn + fanOut); the underlying normal distribution is truncated at two of its own
/// standard deviations.
/// </summary>
/// <remarks>
/// Glorot and Bengio (2010), truncated as in Keras. Truncation at ±2 reduces the standard deviation to 0.8796, by which the values are
/// divided. PyTorch's <c>xavier_normal_</c> does not truncate.
/// </remarks>
public sealed record GlorotNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / ((double)fanIn + fanOut)));
}
