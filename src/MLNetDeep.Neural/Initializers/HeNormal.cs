using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>Normal with the mean 0 and the variance 2 / fanIn, cut as <see cref="GlorotNormal"/> is. For layers with rectifiers.</summary>
/// <remarks>
/// He et al., "Delving deep into rectifiers" (2015); cut as Keras does. PyTorch's <c>kaiming_normal_</c> does not cut.
/// </remarks>
public sealed record HeNormal : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillTruncatedNormal(values, Math.Sqrt(2.0 / fanIn));
}
