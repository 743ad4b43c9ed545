using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep.Tuning;

/// <summary>What a rank tells the others at the start of a search.</summary>
/// <param name="Search">What the results depend on; the same in all ranks.</param>
/// <param name="Trials">The number of trials; the same in all ranks.</param>
/// <param name="ParallelTrials">The number of trials that run at the same time in the rank.</param>
internal sealed record RankStart(JournalHeader Search, int Trials, int ParallelTrials)
{
    /// <summary>Throws if the ranks search in different ways. It does so in all ranks, with the same message.</summary>
    /// <param name="ranks">What each rank told, in their order.</param>
    /// <exception cref="InvalidOperationException">A rank has another search than rank 0, or another number of trials.</exception>
    public static void Check(ImmutableArray<RankStart> ranks)
    {
        for (int rank = 1; rank < ranks.Length; rank++)
        {
            List<(string Name, string First, string Other)> differences = [.. ranks[0].Search.Differences(ranks[rank].Search)];
            if (differences.Count == 0 && ranks[rank].Trials != ranks[0].Trials)
            {
                differences.Add((nameof(Trials), Text(ranks[0].Trials), Text(ranks[rank].Trials)));
            }

            if (differences.Count > 0)
            {
                string list = string.Join("; ", differences.Select(difference =>
                    $"{difference.Name} is {difference.First} in rank 0 and {difference.Other} in rank {Text(rank)}"));
                throw new InvalidOperationException($"The ranks search in different ways: {list}. All ranks must call Tune with the same arguments.");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
