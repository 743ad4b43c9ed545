using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Reads and writes vocabularies and stop words in model files. A vocabulary is stored as: the number of texts, the largest undercount,
/// the number of words, then each word with its count and its number of texts.
/// </summary>
internal static class VocabularyFormat
{
    private const string VocabularyEntry = "Vocabulary.bin";
    private const string StopWordsEntry = "StopWords.bin";

    public static void Save(ComponentWriter writer, TextVocabulary vocabulary) =>
        writer.WriteEntry(VocabularyEntry, entry => Write(entry, vocabulary));

    /// <exception cref="FormatException">The vocabulary is missing or damaged.</exception>
    public static TextVocabulary Load(ComponentReader reader) => reader.ReadEntry(VocabularyEntry, Read);

    public static void SaveStopWords(ComponentWriter writer, WordList stopWords) => writer.WriteEntry(StopWordsEntry, entry =>
    {
        entry.Write(stopWords.Count);
        foreach (string word in stopWords)
        {
            entry.Write(word);
        }
    });

    /// <exception cref="FormatException">The stop words are missing or damaged.</exception>
    public static WordList LoadStopWords(ComponentReader reader) => reader.ReadEntry(StopWordsEntry, ReadWords);

    internal static void Write(BinaryWriter writer, TextVocabulary vocabulary)
    {
        writer.Write(vocabulary.TextCount);
        writer.Write(vocabulary.MaxUndercount);
        writer.Write(vocabulary.Count);
        foreach (VocabularyWord word in vocabulary)
        {
            writer.Write(word.Word);
            writer.Write(word.Count);
            writer.Write(word.TextCount);
        }
    }

    internal static TextVocabulary Read(BinaryReader reader)
    {
        long textCount = reader.ReadInt64();
        long maxUndercount = reader.ReadInt64();
        int count = reader.ReadInt32();
        ComponentReader.Check(textCount > 0 && maxUndercount >= 0 && count > 0, $"a vocabulary has {count} words of {textCount} texts");

        // The list grows as words are read: a damaged count must not allocate memory.
        List<VocabularyWord> words = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            VocabularyWord word = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            string[] parts = word.Word.Split(' ');
            ComponentReader.Check(parts.Length <= NGramRange.MaxLength && !parts.Contains(""), $"word {i} of the vocabulary is empty, or is not an n-gram of at most {NGramRange.MaxLength} words");
            ComponentReader.Check(seen.Add(word.Word), $"word {i} of the vocabulary occurs twice");
            ComponentReader.Check(
                word.TextCount >= 1 && word.TextCount <= word.Count && word.TextCount <= textCount,
                $"word {i} of the vocabulary has the counts {word.Count} and {word.TextCount}");
            words.Add(word);
        }

        return new TextVocabulary([.. words], textCount, maxUndercount);
    }

    private static WordList ReadWords(BinaryReader reader)
    {
        int count = reader.ReadInt32();

        // The list grows as words are read: a damaged count must not allocate memory.
        List<string> words = new();
        for (int i = 0; i < count; i++)
        {
            words.Add(reader.ReadString());
            ComponentReader.Check(!string.IsNullOrWhiteSpace(words[i]), "a stop word is empty");
        }

        ComponentReader.Check(count == words.Distinct(StringComparer.Ordinal).Count(), "a stop word occurs twice");
        return WordList.Of([.. words]);
    }
}
