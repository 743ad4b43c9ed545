namespace MLNetDeep.Transforms;

/// <summary>The number of occurrences of a term in the texts of a chunk, and the number of texts that contain it.</summary>
internal struct TermCount
{
    private int _nextText;

    public int Count { get; private set; }

    public int TextCount { get; private set; }

    /// <summary>Counts an occurrence in a text. Calls must be in the order of the texts.</summary>
    public void Add(int text)
    {
        Count++;
        TextCount += text >= _nextText ? 1 : 0;
        _nextText = text + 1;
    }
}
