namespace Microsoft.ML.Data;

/// <summary>Keys of any raw type as numbers.</summary>
internal static class KeyNumber
{
    /// <summary>The number that a key is stored as: 0 where it is missing, else 1 + the position for which it stands.</summary>
    /// <typeparam name="TKey">The raw type of a key type.</typeparam>
    public static ulong Of<TKey>(TKey key)
    {
        // The checks are decided when the code is compiled for TKey.
        if (typeof(TKey) == typeof(byte))
            return (byte)(object)key!;
        if (typeof(TKey) == typeof(ushort))
            return (ushort)(object)key!;
        if (typeof(TKey) == typeof(uint))
            return (uint)(object)key!;
        if (typeof(TKey) == typeof(ulong))
            return (ulong)(object)key!;
        throw new NotSupportedException($"'{typeof(TKey)}' is not the raw type of keys.");
    }
}
