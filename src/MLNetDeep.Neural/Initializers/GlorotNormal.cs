using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// A truncated normal distribution with mean 0 and variance 2 / (fanIn + fanOut), where fanIn is the number of inputs of a unit and fanOut
/// the number of outputs that depend on one input. Values beyond two standard deviations of the normal distribution are drawn again.
/// </summary>
/// <remarks>
/// Source: Glorot and Bengio (2010; see <see cref="GlorotUniform"/>), truncated as in Keras. Truncation reduces the standard deviation by
/// the factor 0.8796; the values are divided by this factor. PyTorch's <c>xavier_normal_</c> does not truncate.
/// </remarks>
public sealed record GlorotNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / ((double)fanIn + fanOut)));
}
