using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// Normal with the mean 0 and the variance 2 / (fanIn + fanOut), cut at two standard deviations of the normal distribution that is cut.
/// </summary>
/// <remarks>
/// Glorot and Bengio (2010); cut as Keras does. Cutting at ±2 leaves 0.8796 of the standard deviation, which the values are divided by.
/// PyTorch's <c>xavier_normal_</c> does not cut.
/// </remarks>
public sealed record GlorotNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / ((double)fanIn + fanOut)));
}
