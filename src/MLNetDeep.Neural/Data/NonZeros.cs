using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural;

/// <summary>Finds the values of a row that are not 0. (-0 counts as 0, NaN does not.)</summary>
internal static class NonZeros
{
    // Bytes whose places are kept in 16 bits meanwhile, on the stack.
    private const int Chunk = 1024;

    public static int Count(ReadOnlySpan<byte> row) => row.Length - row.Count((byte)0);

    public static int Count(ReadOnlySpan<float> row) => row.Length - row.Count(0f);

    /// <summary>Writes the columns and scaled values of the lit bytes, and gives their number.</summary>
    /// <remarks>
    /// With AVX-512 the lit ones are moved together and written as whole vectors, what follows them being overwritten by the next: so only
    /// where there is room for that. Otherwise, 16 bytes (or 8 floats) at a time, the mask of the lit ones is walked bit by bit. Writes are
    /// bounds-checked; the unchecked read is at a column that the block just loaded holds.
    /// </remarks>
    public static int Copy(ReadOnlySpan<byte> row, float scale, Span<int> columns, Span<float> values)
    {
        int count = 0;
        int start = 0;
        ref byte first = ref MemoryMarshal.GetReference(row);
        if (Avx512Vbmi2.IsSupported)
        {
            // A vector more than the row could need: what lies there may be overwritten.
            int room = Math.Min(columns.Length, values.Length) - Vector512<int>.Count;
            for (; row.Length - start >= Vector256<byte>.Count && count + Math.Min(row.Length - start, Chunk) <= room;)
            {
                int length = Math.Min(row.Length - start, Chunk) & -Vector256<byte>.Count;
                count += CopyChunk(row.Slice(start, length), start, scale, columns[count..], values[count..]);
                start += length;
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

    // In two goes, neither of which branches on what is lit: as words of 16 bits moved together, 32 at a time, then made wide.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyChunk(ReadOnlySpan<byte> row, int start, float scale, Span<int> columns, Span<float> values)
    {
        Span<ushort> places = stackalloc ushort[Chunk + Vector512<ushort>.Count];
        Span<ushort> bytes = stackalloc ushort[Chunk + Vector512<ushort>.Count];
        ref byte first = ref MemoryMarshal.GetReference(row);
        ref ushort firstPlace = ref MemoryMarshal.GetReference(places);
        ref ushort firstByte = ref MemoryMarshal.GetReference(bytes);
        Vector512<ushort> place = Vector512<ushort>.Indices;
        int count = 0;
        for (int i = 0; i < row.Length; i += Vector256<byte>.Count)
        {
            Vector512<ushort> block = Avx512BW.ConvertToVector512UInt16(Vector256.LoadUnsafe(ref first, (nuint)i));
            Vector512<ushort> lit = ~Vector512.Equals(block, Vector512<ushort>.Zero);
            Avx512Vbmi2.Compress(Vector512<ushort>.Zero, lit, place).StoreUnsafe(ref firstPlace, (nuint)count);
            Avx512Vbmi2.Compress(Vector512<ushort>.Zero, lit, block).StoreUnsafe(ref firstByte, (nuint)count);
            count += BitOperations.PopCount(lit.ExtractMostSignificantBits());
            place += Vector512.Create((ushort)Vector512<ushort>.Count);
        }

        // Checked once, for all that is written.
        int end = count + Vector512<int>.Count - 1;
        ref int firstColumn = ref MemoryMarshal.GetReference(columns[..end]);
        ref float firstValue = ref MemoryMarshal.GetReference(values[..end]);
        for (int i = 0; i < count; i += Vector512<int>.Count)
        {
            Vector512<int> wide = Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref firstPlace, (nuint)i));
            (wide + Vector512.Create(start)).StoreUnsafe(ref firstColumn, (nuint)i);
            Vector512<int> numbers = Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref firstByte, (nuint)i));
            (Avx512F.ConvertToVector512Single(numbers) * scale).StoreUnsafe(ref firstValue, (nuint)i);
        }

        return count;
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
