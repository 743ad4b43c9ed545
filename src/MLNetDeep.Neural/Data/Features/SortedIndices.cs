using System.Numerics;

namespace MLNetDeep.Neural;

/// <summary>Ascending indices: whether they are, and looking things up in them.</summary>
internal static class SortedIndices
{
    /// <summary>The place of the first index that is not below <paramref name="wanted"/>; the number of indices if all are.</summary>
    /// <remarks>
    /// Indices are not negative: so the sign of a difference says which is less, without a branch that would be foretold wrongly half the time.
    /// </remarks>
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

    /// <summary>Whether each index is above the one before it, and all are from 0 to <paramref name="end"/> - 1.</summary>
    public static bool AreStrictlyAscending(ReadOnlySpan<int> indices, int end)
    {
        if (indices.IsEmpty)
        {
            return true;
        }

        bool ascend = indices[0] >= 0 && indices[^1] < end;
        int i = 1;
        for (; i + Vector<int>.Count <= indices.Length; i += Vector<int>.Count)
        {
            ascend &= Vector.LessThanAll(new Vector<int>(indices[(i - 1)..]), new Vector<int>(indices[i..]));
        }

        for (; i < indices.Length; i++)
        {
            ascend &= indices[i - 1] < indices[i];
        }

        return ascend;
    }
}
