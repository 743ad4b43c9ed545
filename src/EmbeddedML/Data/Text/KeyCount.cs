namespace Microsoft.ML.Data;

/// <summary>The number of members of the set in which the keys of a column are positions.</summary>
public sealed class KeyCount
{
    /// <summary>The number of members; null for as many as the keys' raw type allows.</summary>
    public ulong? Count;

    /// <summary>As many members as the keys' raw type allows.</summary>
    public KeyCount()
    {
    }

    /// <summary>A given number of members.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is 0.</exception>
    public KeyCount(ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        Count = count;
    }

    /// <summary>The key type of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of unsigned integers, or has not as many values.</exception>
    internal KeyDataViewType ToType(DataKind kind)
    {
        Type? rawType = DataKinds.IsDefined(kind) ? DataKinds.TypeOf(kind).RawType : null;
        if (rawType is null || !KeyDataViewType.IsValidDataType(rawType))
            throw new ArgumentOutOfRangeException(
                nameof(kind), $"A key must be of the kind Byte, UInt16, UInt32 or UInt64, but it is of the kind {kind}.");
        return new KeyDataViewType(rawType, Count ?? Maximum(kind));
    }

    internal static ulong Maximum(DataKind kind) => kind switch
    {
        DataKind.Byte => byte.MaxValue,
        DataKind.UInt16 => ushort.MaxValue,
        DataKind.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    /// <summary>Reads what loader settings have in brackets: nothing, the count, or (an old form) "0-" and the largest value.</summary>
    /// <exception cref="FormatException">The count is 0, or it is the old form with another smallest value than 0.</exception>
    internal static KeyCount? Parse(string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
        {
            if (!ulong.TryParse(text.AsSpan(0, dash), out ulong smallest))
                return null;
            if (smallest != 0)
                throw new FormatException($"The smallest value of a key must be 0, but it is {smallest}.");
            text = text[(dash + 1)..];
        }
        if (text.Length == 0 || (dash >= 0 && text == "*"))
            return new KeyCount();
        if (!ulong.TryParse(text, out ulong count))
            return null;
        // The old form had the largest value.
        if (dash >= 0)
            count++;
        return count > 0 ? new KeyCount(count) : throw new FormatException("A key must have a positive count.");
    }
}
