namespace MLNetDeep.Transforms;

/// <summary>Sorts numbers digit by digit: in a time that grows with their number alone, without a comparison.</summary>
internal static class RadixSort
{
    private const int MaxDigitBits = 8;

    /// <summary>Puts numbers into ascending order.</summary>
    /// <param name="items">Starts with the numbers, each at least 0; is exchanged with <paramref name="other"/> as needed.</param>
    /// <param name="other">As long as there are numbers, with whatever in it.</param>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="bound">What all numbers are below.</param>
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

    // By one digit; those that have the same one stay in their order.
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
