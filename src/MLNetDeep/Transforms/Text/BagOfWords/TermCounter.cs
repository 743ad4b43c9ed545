namespace MLNetDeep.Transforms;

/// <summary>Counts the terms of a text by slot. Instances reuse buffers and are not thread-safe.</summary>
internal sealed class TermCounter(TokenizerSettings settings, NGramRange nGrams, ITermSlots slots)
{
    private readonly Tokenizer _tokenizer = new(settings);
    private readonly SlotCounts _counts = new(slots.Count);

    /// <summary>The number of terms in the text, including unknown terms and repetitions.</summary>
    public int Total { get; private set; }

    /// <summary>The number of terms in the text that have no slot, including repetitions.</summary>
    public int Unknown => Total - _counts.Total;

    /// <summary>The distinct slots of the terms in the text, in ascending order.</summary>
    public ReadOnlySpan<int> Slots => _counts.Slots;

    /// <summary>For each of the <see cref="Slots"/>, the number of times its term occurs in the text.</summary>
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
