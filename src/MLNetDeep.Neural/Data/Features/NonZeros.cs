using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>Counts and copies the nonzero values of a row. -0 counts as zero, NaN as nonzero.</summary>
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

    /// <summary>Copies the columns and the scaled values of the nonzero bytes. Returns their number.</summary>
    /// <remarks>
    /// With AVX-512, each block of 64 bytes is compressed to its nonzero bytes, which are written as whole SIMD vectors. The next write
    /// overwrites the excess elements. When the destinations have no more room for whole vectors, or without AVX-512, blocks of 16 bytes
    /// (or 8 floats) are compared with 0, and the loop visits the set bits of the mask. In this loop, writes are bounds-checked, and the
    /// unchecked read is within the block that was just loaded.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Copy(ReadOnlySpan<byte> row, float scale, Span<int> columns, Span<float> values)
    {
        int count = 0;
        int start = 0;
        ref byte first = ref MemoryMarshal.GetReference(row);
        if (Avx512Vbmi2.IsSupported)
        {
            int maxCount = Math.Min(columns.Length, values.Length) - Vector512<byte>.Count;
            for (; start <= row.Length - Vector512<byte>.Count && count <= maxCount; start += Vector512<byte>.Count)
            {
                Vector512<byte> block = Vector512.LoadUnsafe(ref first, (nuint)start);
                count += CopyBlock(block, start, scale, columns[count..], values[count..]);
            }
        }

        for (; start <= row.Length - Vector128<byte>.Count; start += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref first, (nuint)start);
            uint nonZero = ~Vector128.Equals(block, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
            for (; nonZero != 0; nonZero &= nonZero - 1)
            {
                int column = start + BitOperations.TrailingZeroCount(nonZero);
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
            int maxCount = Math.Min(columns.Length, values.Length) - Vector512<int>.Count;
            for (; start <= row.Length - Vector512<float>.Count && count <= maxCount; start += Vector512<float>.Count)
            {
                // Shifts the sign bit out, so that both 0 and -0 become 0.
                Vector512<float> block = Vector512.LoadUnsafe(ref first, (nuint)start);
                Vector512<int> magnitudes = block.AsInt32() << 1;
                if (magnitudes != Vector512<int>.Zero)
                {
                    count += CopyBlock(magnitudes, block, start, columns[count..], values[count..]);
                }
            }
        }

        for (; start <= row.Length - Vector256<float>.Count; start += Vector256<float>.Count)
        {
            Vector256<float> block = Vector256.LoadUnsafe(ref first, (nuint)start);
            uint nonZero = ~Vector256.Equals(block, Vector256<float>.Zero).ExtractMostSignificantBits() & 0xFF;
            for (; nonZero != 0; nonZero &= nonZero - 1)
            {
                int column = start + BitOperations.TrailingZeroCount(nonZero);
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

    // Writes the nonzero values of a block of 64 bytes and returns their number. Writes 32 or 64 elements, of which the excess is
    // overwritten later. Blocks rarely have more than 32 nonzero bytes, so the branch is predicted well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CopyBlock(Vector512<byte> block, int start, float scale, Span<int> columns, Span<float> values)
    {
        Vector512<byte> nonZero = ~Vector512.Equals(block, Vector512<byte>.Zero);
        Vector512<byte> offsets = Avx512Vbmi2.Compress(Vector512<byte>.Zero, nonZero, Vector512<byte>.Indices);
        Vector512<byte> bytes = Avx512Vbmi2.Compress(Vector512<byte>.Zero, nonZero, block);
        int count = BitOperations.PopCount(nonZero.ExtractMostSignificantBits());
        ref int column = ref MemoryMarshal.GetReference(columns);
        ref float value = ref MemoryMarshal.GetReference(values);
        WriteColumns(offsets.GetLower(), start, ref column);
        WriteValues(bytes.GetLower(), scale, ref value);
        if (count > Vector256<byte>.Count)
        {
            WriteColumns(offsets.GetUpper(), start, ref Unsafe.Add(ref column, Vector256<byte>.Count));
            WriteValues(bytes.GetUpper(), scale, ref Unsafe.Add(ref value, Vector256<byte>.Count));
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteColumns(Vector256<byte> offsets, int start, ref int column)
    {
        Vector512<int> first = Vector512.Create(start);
        (Avx512F.ConvertToVector512Int32(offsets.GetLower()) + first).StoreUnsafe(ref column);
        (Avx512F.ConvertToVector512Int32(offsets.GetUpper()) + first).StoreUnsafe(ref column, (nuint)Vector512<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteValues(Vector256<byte> bytes, float scale, ref float value)
    {
        Vector512<int> lower = Avx512F.ConvertToVector512Int32(bytes.GetLower());
        Vector512<int> upper = Avx512F.ConvertToVector512Int32(bytes.GetUpper());
        (Avx512F.ConvertToVector512Single(lower) * scale).StoreUnsafe(ref value);
        (Avx512F.ConvertToVector512Single(upper) * scale).StoreUnsafe(ref value, (nuint)Vector512<float>.Count);
    }

    // Writes the nonzero values of a block of 16 floats and returns their number. Always writes 16 elements; the excess is overwritten
    // later.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CopyBlock(Vector512<int> magnitudes, Vector512<float> block, int start, Span<int> columns, Span<float> values)
    {
        Vector512<int> nonZero = ~Vector512.Equals(magnitudes, Vector512<int>.Zero);
        Vector512<int> columnIndices = Vector512<int>.Indices + Vector512.Create(start);
        Avx512F.Compress(Vector512<int>.Zero, nonZero, columnIndices).StoreUnsafe(ref MemoryMarshal.GetReference(columns));
        Avx512F.Compress(Vector512<float>.Zero, nonZero.AsSingle(), block).StoreUnsafe(ref MemoryMarshal.GetReference(values));
        return BitOperations.PopCount(nonZero.ExtractMostSignificantBits());
    }
}
