namespace MLNetDeep.Neural.Kernels;

/// <summary>Looks things up in ascending indices.</summary>
internal static class SortedIndices
{
    /// <summary>The place of the first index that is not below <paramref name="wanted"/>; the number of indices if all are.</summary>
    /// <remarks>Indices are not negative: so the sign of a difference says which is less, without a branch that would be foretold wrongly half the time.</remarks>
    public static int FirstAtLeast(ReadOnlySpan<int> indices, int wanted)
    {
        int start = 0;
        int count = indices.Length;
        while (count > 1)
        {
            int half = count >>> 1;
            start += half & ((indices[start + half - 1] - wanted) >> 31);
            count -= half;
        }

        return count == 1 && indices[start] < wanted ? start + 1 : start;
    }
}
