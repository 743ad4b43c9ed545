using System.Runtime.CompilerServices;

namespace Microsoft.ML.Data;

/// <summary>Hashes of values of columns. Missing values, and vectors with one, have none.</summary>
internal static class ValueHash
{
    /// <summary>Hashes one value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isKey">Whether it is a key.</param>
    /// <param name="seed">The seed.</param>
    public static uint? Of<T>(T value, bool isKey, uint seed)
    {
        uint hash = seed;
        if (!TryAdd(value, isKey, ref hash))
            return null;
        return typeof(T) == typeof(ReadOnlyMemory<char>) ? hash : MurmurHash.Finish(hash, ByteCount<T>());
    }

    /// <summary>Hashes all slots of a vector into one value.</summary>
    public static uint? Of<T>(in VBuffer<T> vector, bool areKeys, uint seed)
    {
        uint hash = seed;
        foreach (T value in vector.DenseValues())
        {
            if (!TryAdd(value, areKeys, ref hash))
                return null;
        }
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return hash;
        // ML.NET counts but four bytes of a row's identifier.
        int itemSize = typeof(T) == typeof(DataViewRowId) ? sizeof(uint) : ByteCount<T>();
        return MurmurHash.Finish(hash, vector.Length * itemSize);
    }

    private static bool TryAdd<T>(T value, bool isKey, ref uint hash)
    {
        // The checks are decided when the code is compiled for T.
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
        {
            var text = (ReadOnlyMemory<char>)(object)value!;
            hash = MurmurHash.OfText(hash, text.Span.Trim(' '));
            return !text.IsEmpty;
        }
        if (typeof(T) == typeof(float))
        {
            float real = (float)(object)value!;
            hash = MurmurHash.Round(hash, BitConverter.SingleToUInt32Bits(real == 0 ? 0 : real));
            return !float.IsNaN(real);
        }
        if (typeof(T) == typeof(double))
        {
            double real = (double)(object)value!;
            hash = AddWide(hash, BitConverter.DoubleToUInt64Bits(real == 0 ? 0 : real));
            return !double.IsNaN(real);
        }
        if (typeof(T) == typeof(DataViewRowId))
        {
            // ML.NET looks at the lowest bits only.
            hash = MurmurHash.Round(hash, (uint)((DataViewRowId)(object)value!).Low);
            return true;
        }
        if (typeof(T) == typeof(ulong) || IsTime<T>() || typeof(T) == typeof(long))
        {
            ulong bits = WideBits(value);
            hash = AddWide(hash, bits);
            return !isKey || bits != 0;
        }
        uint narrow = NarrowBits(value);
        hash = MurmurHash.Round(hash, narrow);
        return !isKey || narrow != 0;
    }

    private static int ByteCount<T>() => IsTime<T>() ? sizeof(long) : Math.Max(sizeof(uint), Unsafe.SizeOf<T>());

    private static uint AddWide(uint hash, ulong bits) => MurmurHash.Round(MurmurHash.Round(hash, (uint)bits), (uint)(bits >> 32));

    private static bool IsTime<T>() => typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(TimeSpan);

    // Times are hashed as their ticks.
    private static ulong WideBits<T>(T value) => value switch
    {
        ulong number => number,
        long number => (ulong)number,
        DateTime time => (ulong)time.Ticks,
        DateTimeOffset time => (ulong)time.UtcTicks,
        TimeSpan time => (ulong)time.Ticks,
        _ => throw NotHashed<T>(),
    };

    private static uint NarrowBits<T>(T value) => value switch
    {
        bool flag => flag ? 1u : 0u,
        byte number => number,
        ushort number => number,
        uint number => number,
        sbyte number => (uint)number,
        short number => (uint)number,
        int number => (uint)number,
        _ => throw NotHashed<T>(),
    };

    private static NotSupportedException NotHashed<T>() => new($"Values of type '{typeof(T)}' cannot be hashed.");
}
