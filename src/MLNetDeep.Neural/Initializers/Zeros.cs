using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>All 0. Suits biases and the weights of a network with one layer; in hidden layers, all units would stay equal.</summary>
public sealed record Zeros : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) => values.Clear();
}
