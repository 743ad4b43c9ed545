using Microsoft.ML;

namespace MLNetDeep.Transforms;

/// <summary>A vocabulary in a model file: the number of texts, the largest undercount, the number of words, then each word with its two counts.</summary>
internal static class VocabularyFormat
{
    private const string VocabularyEntry = "Vocabulary.bin";
    private const string StopWordsEntry = "StopWords.bin";

    public static void Save(ModelSaveContext context, BinaryWriter block, TextVocabulary vocabulary) =>
        Stored.SaveEntry(context, block, VocabularyEntry, writer => Write(writer, vocabulary));

    /// <exception cref="FormatException">The vocabulary is missing or damaged.</exception>
    public static TextVocabulary Load(object context, BinaryReader block) => Stored.LoadEntry(context, block, VocabularyEntry, Read);

    public static void SaveStopWords(ModelSaveContext context, BinaryWriter block, WordList stopWords) =>
        Stored.SaveEntry(context, block, StopWordsEntry, writer => Stored.Write(writer, stopWords));

    /// <exception cref="FormatException">The stop words are missing or damaged.</exception>
    public static WordList LoadStopWords(object context, BinaryReader block) => Stored.LoadEntry(context, block, StopWordsEntry, Stored.ReadWords);

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
        Stored.Check(textCount > 0 && maxUndercount >= 0 && count > 0, $"a vocabulary has {count} words of {textCount} texts");

        // The list grows with what is read, so that a damaged count cannot ask for memory.
        List<VocabularyWord> words = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            VocabularyWord word = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            string[] parts = word.Word.Split(' ');
            Stored.Check(parts.Length <= NGrams.Longest && !parts.Contains(""), $"word {i} of the vocabulary is empty, or no n-gram");
            Stored.Check(seen.Add(word.Word), $"word {i} of the vocabulary is there twice");
            Stored.Check(
                word.TextCount >= 1 && word.TextCount <= word.Count && word.TextCount <= textCount,
                $"word {i} of the vocabulary has the counts {word.Count} and {word.TextCount}");
            words.Add(word);
        }
        return new TextVocabulary([.. words], textCount, maxUndercount);
    }
}
