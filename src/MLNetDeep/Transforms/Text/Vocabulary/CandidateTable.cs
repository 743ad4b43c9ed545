using System.Runtime.InteropServices;

namespace MLNetDeep.Transforms;

/// <summary>
/// The terms that have been seen, with their counts. Where there are more than a bound, the rarest are dropped, until at
/// most half of the bound are left.
/// </summary>
/// <remarks>
/// Lossy counting after Manku and Motwani (2002), with the moment of pruning set by the size of the table. Each term has a
/// count c since it was last taken up and a bound m on what it had before. Let E be the largest c + m that has been dropped,
/// and N the number of terms in the texts, repetitions included. A term that is taken up gets m = E: had it been more frequent
/// before, it would not have been dropped. So its true count is at least c and at most c + m, and
/// <list type="bullet">
/// <item>no count falls short by more than E;</item>
/// <item>every term whose true count is above E is in the table;</item>
/// <item>E is at most 2N / bound: a prune that raises E by r leaves or reaches more than bound / 2 terms with c + m no less
/// than the new E; the sum of c + m - E over the table, which grows by 1 with each of the N terms, falls by r for each of them.</item>
/// </list>
/// What is dropped depends on counts alone, so that the order in which terms were taken up does not matter.
/// </remarks>
internal sealed class CandidateTable(int bound)
{
    private readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);

    /// <summary>E: by how much a count may fall short; 0 as long as nothing was dropped.</summary>
    public long MaxUndercount { get; private set; }

    /// <summary>N: the number of terms in the texts, repetitions included.</summary>
    public long TermCount { get; private set; }

    public int Count => _candidates.Count;

    public IEnumerable<VocabularyWord> Words => _candidates.Select(c => new VocabularyWord(c.Key, c.Value.Count, c.Value.TextCount));

    /// <summary>Adds the counts of a chunk.</summary>
    public void Add(IReadOnlyDictionary<string, TermCount> terms)
    {
        foreach ((string term, TermCount added) in terms)
        {
            ref Candidate candidate = ref CollectionsMarshal.GetValueRefOrAddDefault(_candidates, term, out bool exists);
            if (!exists)
                candidate.Missed = MaxUndercount;
            candidate.Count += added.Count;
            candidate.TextCount += added.TextCount;
            TermCount += added.Count;
        }
        if (_candidates.Count > bound)
            Prune();
    }

    private void Prune()
    {
        long[] largest = _candidates.Values.Select(c => c.Count + c.Missed).Order().ToArray();
        MaxUndercount = largest[largest.Length - (bound / 2) - 1];
        foreach ((string term, Candidate candidate) in _candidates)
        {
            if (candidate.Count + candidate.Missed <= MaxUndercount)
                _candidates.Remove(term);
        }
    }

    private struct Candidate
    {
        public long Count;
        public long TextCount;
        public long Missed;
    }
}
