namespace Microsoft.ML.Data;

/// <summary>
/// The type of positions in a finite set, such as class labels. A value is 0 where it is missing and otherwise
/// 1 + the position, so it lies in 0..<see cref="Count"/>.
/// </summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Makes the key type for a set of <paramref name="count"/> members.</summary>
    /// <param name="type">The raw type: <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> or <see cref="ulong"/>.</param>
    /// <param name="count">The number of members, 1 to the largest value of <paramref name="type"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another raw type, or a count out of range.</exception>
    public KeyDataViewType(Type type, ulong count) : base(type)
    {
        ulong maximum = MaximumCount(type);
        if (maximum == 0)
            throw new ArgumentOutOfRangeException(nameof(type), $"The raw type of a key must be Byte, UInt16, UInt32 or UInt64, but it is '{type}'.");
        if (count == 0 || count > maximum)
            throw new ArgumentOutOfRangeException(nameof(count), $"The count of a key of {type.Name} must be 1 to {maximum}, but it is {count}.");
        Count = count;
    }

    /// <summary>Makes the key type for a set of <paramref name="count"/> members.</summary>
    /// <param name="type">The raw type: <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> or <see cref="ulong"/>.</param>
    /// <param name="count">The number of members, 1 to the largest value of <paramref name="type"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another raw type, or a count out of range.</exception>
    public KeyDataViewType(Type type, int count) : this(type, count < 0 ? 0UL : (ulong)count)
    {
    }

    /// <summary>The number of members of the set.</summary>
    public ulong Count { get; }

    /// <summary>Whether a key can be stored in <paramref name="type"/>.</summary>
    public static bool IsValidDataType(Type type) => MaximumCount(type) != 0;

    /// <inheritdoc/>
    public override bool Equals(DataViewType? other)
        => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as DataViewType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    /// <inheritdoc/>
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    private static ulong MaximumCount(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        TypeCode.UInt64 => ulong.MaxValue,
        _ => 0,
    };
}
