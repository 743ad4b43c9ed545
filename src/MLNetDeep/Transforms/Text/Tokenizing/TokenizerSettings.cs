namespace MLNetDeep.Transforms;

/// <summary>The rules by which texts are cut into words: what a transformer keeps of <see cref="TextOptions"/>.</summary>
internal sealed record TokenizerSettings(bool LowerCase, bool StripPunctuation, bool StripHtml, WordList StopWords)
{
    /// <summary>The stop words as they are after the other rules; null where there are none.</summary>
    public TermTable? StopTerms { get; } = Terms(LowerCase, StripPunctuation, StripHtml, StopWords);

    public static TokenizerSettings Of(TextOptions options) => new(options.LowerCase, options.StripPunctuation, options.StripHtml, options.StopWords);

    /// <summary>The words of a list as the rules make them, those of an n-gram with a space between.</summary>
    public HashSet<string> Normalize(WordList words)
    {
        Tokenizer tokenizer = new(this);
        HashSet<string> normalized = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            tokenizer.Read(word);
            if (tokenizer.Words.Count > 0)
            {
                normalized.Add(tokenizer.Words.ToString(0, tokenizer.Words.Count));
            }
        }
        return normalized;
    }

    /// <summary>Writes the switches; the stop words have an entry of their own.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(LowerCase);
        writer.Write(StripPunctuation);
        writer.Write(StripHtml);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TokenizerSettings Load(BinaryReader reader, WordList stopWords) => new(
        Stored.ReadBoolean(reader), Stored.ReadBoolean(reader), Stored.ReadBoolean(reader), stopWords);

    private static TermTable? Terms(bool lowerCase, bool stripPunctuation, bool stripHtml, WordList stopWords)
    {
        if (stopWords.Count == 0)
        {
            return null;
        }

        TermTable terms = new();
        foreach (string word in new TokenizerSettings(lowerCase, stripPunctuation, stripHtml, WordList.None).Normalize(stopWords))
        {
            terms.Add(word);
        }

        return terms;
    }
}
