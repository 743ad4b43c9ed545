namespace Microsoft.ML.Data;

/// <summary>
/// Makes the column of a member of a row class one of keys. The member is a <see cref="byte"/>, <see cref="uint"/> or
/// <see cref="ulong"/> (or an array of one of them, or of <see cref="ushort"/>).
/// </summary>
/// <remarks>
/// A single value counts from 0 in the row object that is loaded: the column holds 1 + the value, and 0 (missing) where
/// the value is not below the count. The items of an array are taken as they are.
/// </remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>Always fails: a key needs its count.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public KeyTypeAttribute()
        => throw new NotSupportedException("The KeyType attribute needs the number of keys: [KeyType(10)], say.");

    /// <summary>Makes the column one of keys.</summary>
    /// <param name="count">The number of keys, 1 to the largest value of the member's type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is 0.</exception>
    public KeyTypeAttribute(ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        Count = count;
    }

    internal ulong Count { get; }
}
