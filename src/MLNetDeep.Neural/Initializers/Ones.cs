using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural;

/// <summary>Sets all values to 1.</summary>
public sealed record Ones : Initializer
{
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random) => values.Fill(1);
}
