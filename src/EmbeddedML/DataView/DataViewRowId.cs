using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// A 128-bit identifier of a row, read as a state of the MurmurHash3 128-bit function (Appleby, 2011): new identifiers
/// come from hashing 16 more bytes into it, which keeps them distinct without further mixing.
/// </summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    /// <summary>The low 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>The high 64 bits.</summary>
    public readonly ulong High;

    /// <summary>Makes the identifier from its two halves.</summary>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The identifier after hashing 16 bytes that are all zero.</summary>
    public DataViewRowId Next() => Absorb(0, 0);

    /// <summary>The identifier of a row made from this one: <see cref="Next"/>, then the first word of a block of 1 mixed in.</summary>
    public DataViewRowId Fork()
    {
        DataViewRowId next = Next();
        return new DataViewRowId(next.Low ^ (BitOperations.RotateLeft(C1, 31) * C2), next.High);
    }

    /// <summary>The identifier after hashing the bytes of <paramref name="other"/>'s <see cref="Fork"/>.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId fork = other.Fork();
        return Absorb(fork.Low, fork.High);
    }

    /// <inheritdoc/>
    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <inheritdoc/>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataViewRowId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>The 32 hexadecimal digits, the high half first.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";

    // The body of MurmurHash3_x64_128 for one block of two words.
    private DataViewRowId Absorb(ulong k1, ulong k2)
    {
        ulong h1 = Low ^ (BitOperations.RotateLeft(k1 * C1, 31) * C2);
        h1 = BitOperations.RotateLeft(h1, 27) + High;
        h1 = (h1 * 5) + 0x52dce729;
        ulong h2 = High ^ (BitOperations.RotateLeft(k2 * C2, 33) * C1);
        h2 = BitOperations.RotateLeft(h2, 31) + h1;
        h2 = (h2 * 5) + 0x38495ab5;
        return new DataViewRowId(h1, h2);
    }
}
