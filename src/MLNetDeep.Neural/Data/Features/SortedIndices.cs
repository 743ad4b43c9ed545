using System.Numerics;

namespace MLNetDeep.Neural;

/// <summary>Checks whether indices are ascending, and searches in ascending indices.</summary>
internal static class SortedIndices
{
    /// <summary>
    /// Returns the position of the first index that is at least <paramref name="minimum"/>; the number of indices if there is none.
    /// </summary>
    /// <remarks>
    /// A binary search without branches in its comparisons, since half of the branches would be mispredicted. Indices are not negative, so
    /// the sign of the difference of two indices tells which is smaller.
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

    /// <summary>Returns whether the indices are strictly ascending and from 0 to <paramref name="end"/> - 1.</summary>
    public static bool AreStrictlyAscending(ReadOnlySpan<int> indices, int end)
    {
        if (indices.IsEmpty)
        {
            return true;
        }

        bool isAscending = indices[0] >= 0 && indices[^1] < end;
        int i = 1;
        for (; i + Vector<int>.Count <= indices.Length; i += Vector<int>.Count)
        {
            isAscending &= Vector.LessThanAll(new Vector<int>(indices[(i - 1)..]), new Vector<int>(indices[i..]));
        }

        for (; i < indices.Length; i++)
        {
            isAscending &= indices[i - 1] < indices[i];
        }

        return isAscending;
    }
}
