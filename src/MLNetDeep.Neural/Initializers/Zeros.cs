using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>
/// Sets all values to 0. For biases and for the weights of a network with one layer. In hidden layers, all units would stay equal.
/// </summary>
public sealed record Zeros : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) => values.Clear();
}
