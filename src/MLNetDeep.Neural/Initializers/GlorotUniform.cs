using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// Uniform between -L and L, with L = √(6 / (fanIn + fanOut)). For a dense layer, fanIn is the number of inputs and fanOut of units.
/// </summary>
/// <remarks>
/// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), equation 16.
/// Keras's default for dense layers. (PyTorch's <c>nn.Linear</c> uses ±1/√fanIn instead.)
/// </remarks>
public sealed record GlorotUniform : Initializer
{
    internal static float Limit(int fanIn, int fanOut) => (float)Math.Sqrt(6.0 / ((double)fanIn + fanOut));

    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) =>
        random.FillUniform(values, Limit(fanIn, fanOut));
}
