namespace MLNetDeep.Transforms;

/// <summary>What is known of a term in a <see cref="CandidateTable"/>; nothing where <see cref="Count"/> is 0.</summary>
internal struct Candidate
{
    /// <summary>How many times it was counted since it was last taken up.</summary>
    public long Count;

    /// <summary>In how many texts it was counted since then.</summary>
    public long TextCount;

    /// <summary>How many times it may have been there before.</summary>
    public long Missed;

    /// <summary>Adds the counts of a chunk, at least 1; gives whether the term is taken up.</summary>
    public bool Add(TermCount added, long missed)
    {
        bool isNew = Count == 0;
        if (isNew)
        {
            Missed = missed;
        }

        Count += added.Count;
        TextCount += added.TextCount;
        return isNew;
    }

    /// <summary>The counts with their term.</summary>
    public readonly VocabularyWord As(string term) => new(term, Count, TextCount);
}
