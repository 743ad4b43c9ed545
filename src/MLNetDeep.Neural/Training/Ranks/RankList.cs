using System.Globalization;

namespace MLNetDeep.Neural.Training;

/// <summary>Writes the numbers of ranks in messages.</summary>
internal static class RankList
{
    /// <summary>Returns "rank 2", "ranks 1, 3" or, for long lists, "ranks 0, 2 to 1023".</summary>
    /// <param name="ranks">The ranks in ascending order, one or more.</param>
    public static string Text(IReadOnlyList<int> ranks)
    {
        List<string> parts = [];
        for (int first = 0, end; first < ranks.Count; first = end)
        {
            end = first + 1;
            while (end < ranks.Count && ranks[end] == ranks[end - 1] + 1)
            {
                end++;
            }

            string range = end - first > 2 ? $"{Number(ranks[first])} to {Number(ranks[end - 1])}" : string.Join(", ", ranks.Skip(first).Take(end - first).Select(Number));
            parts.Add(range);
        }

        return $"{(ranks.Count == 1 ? "rank" : "ranks")} {string.Join(", ", parts)}";
    }

    private static string Number(int rank) => rank.ToString(CultureInfo.InvariantCulture);
}
