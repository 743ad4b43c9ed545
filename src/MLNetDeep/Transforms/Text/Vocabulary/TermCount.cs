namespace MLNetDeep.Transforms;

/// <summary>How many times a term is in the texts of a chunk, and in how many of them.</summary>
internal struct TermCount
{
    private int _nextText;

    public int Count { get; private set; }

    public int TextCount { get; private set; }

    /// <summary>Counts the term in a text; texts come in their order.</summary>
    public void Add(int text)
    {
        Count++;
        TextCount += text >= _nextText ? 1 : 0;
        _nextText = text + 1;
    }
}
