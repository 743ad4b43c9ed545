namespace MLNetDeep.Transforms;

/// <summary>Sorts integers by least-significant-digit radix sort: linear time, no comparisons.</summary>
internal static class RadixSort
{
    private const int MaxDigitBits = 8;

    /// <summary>Sorts integers into ascending order.</summary>
    /// <param name="items">The array that starts with the integers, each at least 0. The method may swap it with
    /// <paramref name="other"/>.</param>
    /// <param name="other">A scratch array of at least <paramref name="count"/> elements.</param>
    /// <param name="count">The number of integers.</param>
    /// <param name="bound">The exclusive upper bound of the integers.</param>
    public static void Sort(ref int[] items, ref int[] other, int count, int bound)
    {
        int bits = Math.Max(1, int.Log2(bound - 1) + 1);
        int passes = (bits + MaxDigitBits - 1) / MaxDigitBits;
        int digitBits = (bits + passes - 1) / passes;
        Span<int> starts = stackalloc int[1 << digitBits];
        for (int shift = 0; shift < passes * digitBits; shift += digitBits)
        {
            SortBy(shift, items.AsSpan(0, count), other.AsSpan(0, count), starts);
            (items, other) = (other, items);
        }
    }

    // Sorts by one digit. The sort is stable.
    private static void SortBy(int shift, ReadOnlySpan<int> items, Span<int> sorted, Span<int> starts)
    {
        int mask = starts.Length - 1;
        starts.Clear();
        foreach (int item in items)
        {
            starts[(item >> shift) & mask]++;
        }

        int start = 0;
        foreach (ref int digit in starts)
        {
            (digit, start) = (start, start + digit);
        }

        foreach (int item in items)
        {
            sorted[starts[(item >> shift) & mask]++] = item;
        }
    }
}
