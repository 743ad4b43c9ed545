namespace MLNetDeep.Transforms;

/// <summary>Counts the terms of one text after another. Not for several threads at once.</summary>
internal sealed class TermCounter(TokenizerSettings settings, NGrams nGrams, ITermSlots slots)
{
    private readonly Tokenizer _tokenizer = new(settings);
    private readonly SlotCounts _counts = new(slots.Count);

    /// <summary>The number of all terms in the text, unknown ones and repetitions included.</summary>
    public int Total { get; private set; }

    /// <summary>The number of terms that have no slot, repetitions included.</summary>
    public int Unknown => Total - _counts.Total;

    /// <summary>The slots of the terms in the text, ascending.</summary>
    public ReadOnlySpan<int> Slots => _counts.Slots;

    /// <summary>How many times the term of each of the <see cref="Slots"/> is in the text.</summary>
    public ReadOnlySpan<int> Counts => _counts.Counts;

    public void Count(ReadOnlySpan<char> text)
    {
        _tokenizer.Read(text);
        Total = 0;
        for (int words = nGrams.Min; words <= nGrams.Max; words++)
        {
            Total += _tokenizer.Words.PhraseCount(words);
        }

        _counts.Clear(capacity: Total);
        for (int words = nGrams.Min; words <= nGrams.Max; words++)
        {
            slots.Add(_tokenizer.Words, words, _counts);
        }

        _counts.Count();
    }
}
