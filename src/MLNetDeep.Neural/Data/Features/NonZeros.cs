using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>Finds the values of a row that are not 0. (-0 counts as 0, NaN does not.)</summary>
internal static class NonZeros
{
    public static int Count(ReadOnlySpan<byte> row) => row.Length - row.Count((byte)0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Count(ReadOnlySpan<float> row)
    {
        int zeros = 0;
        int start = 0;
        for (; start <= row.Length - Vector<float>.Count; start += Vector<float>.Count)
        {
            zeros -= Vector.Sum(Vector.Equals(new Vector<float>(row[start..]), Vector<float>.Zero));
        }

        for (; start < row.Length; start++)
        {
            zeros += row[start] == 0 ? 1 : 0;
        }

        return row.Length - zeros;
    }

    /// <summary>Writes the columns and scaled values of the lit bytes, and gives their number.</summary>
    /// <remarks>
    /// With AVX-512 the lit ones of 64 bytes are moved together and written as whole vectors, what follows them being overwritten by the
    /// next: so only where there is room for that. Otherwise, 16 bytes (or 8 floats) at a time, the mask of the lit ones is walked bit by
    /// bit. Writes are bounds-checked; the unchecked read is at a column that the block just loaded holds.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Copy(ReadOnlySpan<byte> row, float scale, Span<int> columns, Span<float> values)
    {
        int count = 0;
        int start = 0;
        ref byte first = ref MemoryMarshal.GetReference(row);
        if (Avx512Vbmi2.IsSupported)
        {
            int room = Math.Min(columns.Length, values.Length) - Vector512<byte>.Count;
            for (; start <= row.Length - Vector512<byte>.Count && count <= room; start += Vector512<byte>.Count)
            {
                Vector512<byte> block = Vector512.LoadUnsafe(ref first, (nuint)start);
                count += Put(block, start, scale, columns[count..], values[count..]);
            }
        }

        for (; start <= row.Length - Vector128<byte>.Count; start += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref first, (nuint)start);
            uint lit = ~Vector128.Equals(block, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
            for (; lit != 0; lit &= lit - 1)
            {
                int column = start + BitOperations.TrailingZeroCount(lit);
                columns[count] = column;
                values[count] = Unsafe.Add(ref first, column) * scale;
                count++;
            }
        }

        for (; start < row.Length; start++)
        {
            if (row[start] != 0)
            {
                columns[count] = start;
                values[count] = row[start] * scale;
                count++;
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Copy(ReadOnlySpan<float> row, Span<int> columns, Span<float> values)
    {
        int count = 0;
        int start = 0;
        ref float first = ref MemoryMarshal.GetReference(row);
        if (Avx512F.IsSupported)
        {
            int room = Math.Min(columns.Length, values.Length) - Vector512<int>.Count;
            for (; start <= row.Length - Vector512<float>.Count && count <= room; start += Vector512<float>.Count)
            {
                // Doubled, a number is without its sign; only zeros are then 0, and infinity and NaN stay what they are not: 0.
                Vector512<float> block = Vector512.LoadUnsafe(ref first, (nuint)start);
                Vector512<int> magnitudes = block.AsInt32() << 1;
                if (magnitudes != Vector512<int>.Zero)
                {
                    count += Put(magnitudes, block, start, columns[count..], values[count..]);
                }
            }
        }

        for (; start <= row.Length - Vector256<float>.Count; start += Vector256<float>.Count)
        {
            Vector256<float> block = Vector256.LoadUnsafe(ref first, (nuint)start);
            uint lit = ~Vector256.Equals(block, Vector256<float>.Zero).ExtractMostSignificantBits() & 0xFF;
            for (; lit != 0; lit &= lit - 1)
            {
                int column = start + BitOperations.TrailingZeroCount(lit);
                columns[count] = column;
                values[count] = Unsafe.Add(ref first, column);
                count++;
            }
        }

        for (; start < row.Length; start++)
        {
            if (row[start] != 0)
            {
                columns[count] = start;
                values[count] = row[start];
                count++;
            }
        }

        return count;
    }

    // Writes what is lit among 64 bytes, and something after it, up to 64 in all; gives how many it is. More than half of them are seldom
    // lit: so the one branch is foreseen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(Vector512<byte> block, int start, float scale, Span<int> columns, Span<float> values)
    {
        Vector512<byte> lit = ~Vector512.Equals(block, Vector512<byte>.Zero);
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, lit, Vector512<byte>.Indices);
        Vector512<byte> bytes = Avx512Vbmi2.Compress(Vector512<byte>.Zero, lit, block);
        int count = BitOperations.PopCount(lit.ExtractMostSignificantBits());
        ref int column = ref MemoryMarshal.GetReference(columns);
        ref float value = ref MemoryMarshal.GetReference(values);
        WriteColumns(places.GetLower(), start, ref column);
        WriteValues(bytes.GetLower(), scale, ref value);
        if (count > Vector256<byte>.Count)
        {
            WriteColumns(places.GetUpper(), start, ref Unsafe.Add(ref column, Vector256<byte>.Count));
            WriteValues(bytes.GetUpper(), scale, ref Unsafe.Add(ref value, Vector256<byte>.Count));
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteColumns(Vector256<byte> places, int start, ref int column)
    {
        Vector512<int> first = Vector512.Create(start);
        (Avx512F.ConvertToVector512Int32(places.GetLower()) + first).StoreUnsafe(ref column);
        (Avx512F.ConvertToVector512Int32(places.GetUpper()) + first).StoreUnsafe(ref column, (nuint)Vector512<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteValues(Vector256<byte> bytes, float scale, ref float value)
    {
        Vector512<int> lower = Avx512F.ConvertToVector512Int32(bytes.GetLower());
        Vector512<int> upper = Avx512F.ConvertToVector512Int32(bytes.GetUpper());
        (Avx512F.ConvertToVector512Single(lower) * scale).StoreUnsafe(ref value);
        (Avx512F.ConvertToVector512Single(upper) * scale).StoreUnsafe(ref value, (nuint)Vector512<float>.Count);
    }

    // Writes what is lit among 16 numbers, and something after it; gives how many it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(Vector512<int> isLit, Vector512<float> numbers, int start, Span<int> columns, Span<float> values)
    {
        Vector512<int> lit = ~Vector512.Equals(isLit, Vector512<int>.Zero);
        Vector512<int> places = Vector512<int>.Indices + Vector512.Create(start);
        Avx512F.Compress(Vector512<int>.Zero, lit, places).StoreUnsafe(ref MemoryMarshal.GetReference(columns));
        Avx512F.Compress(Vector512<float>.Zero, lit.AsSingle(), numbers).StoreUnsafe(ref MemoryMarshal.GetReference(values));
        return BitOperations.PopCount(lit.ExtractMostSignificantBits());
    }
}
