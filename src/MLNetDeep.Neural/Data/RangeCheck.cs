using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>Refuses rows and ranges of columns that do not exist. The messages are made on failure only.</summary>
internal static class RangeCheck
{
    /// <summary>Refuses a row outside 0 to <paramref name="rowCount"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(int row, int rowCount)
    {
        if ((uint)row >= (uint)rowCount)
        {
            RefuseRow(row, rowCount);
        }
    }

    /// <summary>Refuses columns other than 0 ≤ <paramref name="first"/> ≤ <paramref name="end"/> ≤ <paramref name="columnCount"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such columns.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Columns(int first, int end, int columnCount)
    {
        if ((uint)first > (uint)end || (uint)end > (uint)columnCount)
        {
            RefuseColumns(first, end, columnCount);
        }
    }

    [DoesNotReturn]
    private static void RefuseRow(int row, int rowCount) =>
        throw new ArgumentOutOfRangeException(nameof(row), row, $"There is no row {row}; accepted: 0 to {rowCount - 1}.");

    [DoesNotReturn]
    private static void RefuseColumns(int first, int end, int columnCount) =>
        throw new ArgumentOutOfRangeException(
            nameof(end), end, $"There are no columns from {first} to before {end}; accepted: a range within 0 to {columnCount}.");
}
