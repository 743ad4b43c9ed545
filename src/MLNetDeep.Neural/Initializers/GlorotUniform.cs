using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// A uniform distribution from -L to L, with L = √(6 / (fanIn + fanOut)). For a dense layer, fanIn is the number of inputs and fanOut the
/// number of units.
/// </summary>
/// <remarks>
/// Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), equation 16.
/// Keras's default for dense layers. The default of PyTorch's <c>nn.Linear</c> is uniform from -1/√fanIn to 1/√fanIn.
/// </remarks>
public sealed record GlorotUniform : Initializer
{
    internal static float Limit(int fanIn, int fanOut) => (float)Math.Sqrt(6.0 / ((double)fanIn + fanOut));

    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillUniform(values, Limit(fanIn, fanOut));
}
