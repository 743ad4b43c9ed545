using System.Numerics;

namespace MLNetDeep.Neural;

/// <summary>Checks that indices ascend, and finds indices among ascending ones.</summary>
internal static class SortedIndices
{
    /// <summary>
    /// The position of the first index that is at least <paramref name="minimum"/>; the number of indices if there is none.
    /// </summary>
    /// <remarks>
    /// Indices are not negative, so the sign of a difference tells which is smaller: a binary search without branches, half of which would
    /// be mispredicted.
    /// </remarks>
    public static int FirstAtLeast(ReadOnlySpan<int> indices, int minimum)
    {
        int start = 0;
        int count = indices.Length;
        while (count > 1)
        {
            int half = count >>> 1;
            start += half & ((indices[start + half - 1] - minimum) >> 31);
            count -= half;
        }

        return count == 1 && indices[start] < minimum ? start + 1 : start;
    }

    /// <summary>Whether each index is greater than the one before it, and all are from 0 to <paramref name="end"/> - 1.</summary>
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
