using System.Runtime.CompilerServices;
using MLNetDeep.Interop;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>The range of n-gram lengths that count as terms: from <see cref="Min"/> to <see cref="Max"/> words, both inclusive.</summary>
internal readonly record struct NGramRange(int Min, int Max)
{
    public const int MinLength = 1;
    public const int MaxLength = 3;

    public static NGramRange SingleWords { get; } = new(1, 1);

    public static int CheckLength(int value, [CallerMemberName] string option = "") => Guard.Between(value, MinLength, MaxLength, option);

    /// <exception cref="ArgumentException"><paramref name="min"/> is greater than <paramref name="max"/>.</exception>
    public static NGramRange Create(int min, int max) => min <= max
        ? new NGramRange(min, max)
        : throw new ArgumentException($"MinNGram must be at most MaxNGram, {max}, but it is {min}.", "MinNGram");

    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)Min);
        writer.Write((byte)Max);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static NGramRange Load(BinaryReader reader)
    {
        NGramRange nGrams = new(reader.ReadByte(), reader.ReadByte());
        ComponentReader.Check(nGrams.Min >= MinLength && nGrams.Min <= nGrams.Max && nGrams.Max <= MaxLength, $"the n-grams have {nGrams.Min} to {nGrams.Max} words");
        return nGrams;
    }
}
