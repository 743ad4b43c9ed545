namespace MLNetDeep.Transforms;

/// <summary>The number of occurrences of a term in the texts of a chunk, and the number of texts that contain it.</summary>
internal struct TermCount
{
    // The index after the last text that contains the term.
    private int _firstUncountedText;

    public int Count { get; private set; }

    public int TextCount { get; private set; }

    /// <summary>Counts an occurrence in a text. Calls must be in the order of the texts.</summary>
    public void Add(int textIndex)
    {
        Count++;
        TextCount += textIndex >= _firstUncountedText ? 1 : 0;
        _firstUncountedText = textIndex + 1;
    }
}
