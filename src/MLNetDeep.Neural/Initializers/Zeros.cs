using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>All zero. For the weights of a single softmax layer; with hidden layers it leaves their units alike for ever.</summary>
public sealed record Zeros : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) => values.Clear();
}
