namespace MLNetDeep.Neural.Kernels;

/// <summary>Looks things up in ascending indices.</summary>
internal static unsafe class SortedIndices
{
    /// <summary>The first place from <paramref name="start"/> to <paramref name="end"/> whose index is not below <paramref name="wanted"/>.</summary>
    /// <remarks>Indices are not negative: so the sign of a difference says which is less, without a branch that would be foretold wrongly half the time.</remarks>
    public static int FirstAtLeast(int* indices, int start, int end, int wanted)
    {
        int count = end - start;
        while (count > 1)
        {
            int half = count >>> 1;
            start += half & ((indices[start + half - 1] - wanted) >> 31);
            count -= half;
        }

        return count == 1 && indices[start] < wanted ? start + 1 : start;
    }
}
