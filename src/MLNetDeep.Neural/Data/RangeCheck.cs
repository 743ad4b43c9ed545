using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>Checks row indices and column ranges of a matrix. Messages are built only on failure.</summary>
internal static class RangeCheck
{
    /// <summary>Throws unless the row is from 0 to <paramref name="rowCount"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(int row, int rowCount)
    {
        if ((uint)row >= (uint)rowCount)
        {
            ThrowInvalidRow(row, rowCount);
        }
    }

    /// <summary>Throws unless 0 ≤ <paramref name="first"/> ≤ <paramref name="end"/> ≤ <paramref name="columnCount"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the columns.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Columns(int first, int end, int columnCount)
    {
        if ((uint)first > (uint)end || (uint)end > (uint)columnCount)
        {
            ThrowInvalidColumns(first, end, columnCount);
        }
    }

    [DoesNotReturn]
    private static void ThrowInvalidRow(int row, int rowCount) =>
        throw new ArgumentOutOfRangeException(nameof(row), row, $"There is no row {row}; accepted: 0 to {rowCount - 1}.");

    [DoesNotReturn]
    private static void ThrowInvalidColumns(int first, int end, int columnCount) =>
        throw new ArgumentOutOfRangeException(
            nameof(end), end, $"There are no columns from {first} to before {end}; accepted: a range within 0 to {columnCount}.");
}
