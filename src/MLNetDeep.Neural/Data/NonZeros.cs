using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural;

/// <summary>Finds the values of a row that are not 0. (-0 counts as 0, NaN does not.)</summary>
internal static class NonZeros
{
    public static int Count(ReadOnlySpan<byte> row) => row.Length - row.Count((byte)0);

    public static int Count(ReadOnlySpan<float> row) => row.Length - row.Count(0f);

    // 16 bytes (or 8 floats) at a time: the mask of the lit ones is walked bit by bit. Writes are bounds-checked; the unchecked read is
    // at a column that the block just loaded holds.
    public static int Copy(ReadOnlySpan<byte> row, float scale, Span<int> columns, Span<float> values)
    {
        int count = 0;
        int start = 0;
        ref byte first = ref MemoryMarshal.GetReference(row);
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
}
