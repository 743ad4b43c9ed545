using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>The lengths of the n-grams that are terms: from <see cref="Min"/> to <see cref="Max"/> words.</summary>
internal readonly record struct NGrams(int Min, int Max)
{
    public const int Shortest = 1;
    public const int Longest = 3;

    public static NGrams Words { get; } = new(1, 1);

    public static int CheckLength(int value, [CallerMemberName] string option = "") => Guard.Between(value, Shortest, Longest, option);

    /// <exception cref="ArgumentException"><paramref name="min"/> is greater than <paramref name="max"/>.</exception>
    public static NGrams Of(int min, int max) => min <= max
        ? new NGrams(min, max)
        : throw new ArgumentException($"MinNGram must be at most MaxNGram, {max}, but it is {min}.", "MinNGram");

    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)Min);
        writer.Write((byte)Max);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static NGrams Load(BinaryReader reader)
    {
        NGrams nGrams = new(reader.ReadByte(), reader.ReadByte());
        ModelEntries.Check(nGrams.Min >= Shortest && nGrams.Min <= nGrams.Max && nGrams.Max <= Longest, $"the n-grams have {nGrams.Min} to {nGrams.Max} words");
        return nGrams;
    }
}
