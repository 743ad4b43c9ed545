namespace MLNetDeep.Transforms;

/// <summary>The counts of a term in a <see cref="CandidateTable"/>. A term with <see cref="Count"/> 0 is not in the table.</summary>
internal struct Candidate
{
    /// <summary>The number of occurrences since the term last entered the table.</summary>
    public long Count;

    /// <summary>The number of texts that contain the term since it last entered the table.</summary>
    public long TextCount;

    /// <summary>An upper bound of the number of occurrences before the term last entered the table.</summary>
    public long MaxMissed;

    /// <summary>Adds the counts of a chunk, which are at least 1. Returns whether the term is new in the table.</summary>
    public bool Add(TermCount added, long maxMissed)
    {
        bool isNew = Count == 0;
        if (isNew)
        {
            MaxMissed = maxMissed;
        }

        Count += added.Count;
        TextCount += added.TextCount;
        return isNew;
    }

    /// <summary>Returns the term with its counts.</summary>
    public readonly VocabularyWord ToWord(string term) => new(term, Count, TextCount);
}
