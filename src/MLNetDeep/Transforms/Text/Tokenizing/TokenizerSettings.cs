using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>The tokenizing rules: the part of <see cref="TextOptions"/> that a transformer needs.</summary>
internal sealed record TokenizerSettings(bool LowerCase, bool StripPunctuation, bool StripHtml, WordList StopWords)
{
    /// <summary>The stop words, tokenized by the other rules; null if there are none.</summary>
    public TermTable? StopTerms { get; } = CreateStopTerms(LowerCase, StripPunctuation, StripHtml, StopWords);

    public static TokenizerSettings Of(TextOptions options) => new(options.LowerCase, options.StripPunctuation, options.StripHtml, options.StopWords);

    /// <summary>Tokenizes each entry of a list by these rules. The words of an entry with several words are separated by single spaces.</summary>
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

    /// <summary>Writes the Boolean rules. The stop words are stored in a separate entry.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(LowerCase);
        writer.Write(StripPunctuation);
        writer.Write(StripHtml);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TokenizerSettings Load(BinaryReader reader, WordList stopWords) => new(
        ComponentReader.ReadBoolean(reader), ComponentReader.ReadBoolean(reader), ComponentReader.ReadBoolean(reader), stopWords);

    private static TermTable? CreateStopTerms(bool lowerCase, bool stripPunctuation, bool stripHtml, WordList stopWords)
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
