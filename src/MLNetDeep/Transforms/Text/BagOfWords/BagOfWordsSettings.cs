using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>The settings shared by the transformers of plain and hashed bags of words, which store them in the same order.</summary>
/// <param name="Output">The name of the vector column.</param>
/// <param name="Input">The name of the text column.</param>
/// <param name="UnknownCount">The name of the column with the number of unknown words; null if there is no such column.</param>
/// <param name="Tokenizer">How texts are tokenized.</param>
/// <param name="NGrams">The range of n-gram lengths.</param>
/// <param name="Weighting">How the value of a term's slot is computed.</param>
internal sealed record BagOfWordsSettings(
    string Output, string Input, string? UnknownCount, TokenizerSettings Tokenizer, NGramRange NGrams, TermWeighting Weighting)
{
    public void Save(ComponentWriter writer)
    {
        writer.WriteText(Output);
        writer.WriteText(Input);
        writer.WriteTextOrNull(UnknownCount);
        VocabularyFormat.SaveStopWords(writer, Tokenizer.StopWords);
        Tokenizer.Save(writer.Values);
        NGrams.Save(writer.Values);
        writer.Values.Write((byte)Weighting);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static BagOfWordsSettings Load(ComponentReader reader)
    {
        string output = reader.ReadText();
        string input = reader.ReadText();
        string? unknownCount = reader.ReadTextOrNull();
        WordList stopWords = VocabularyFormat.LoadStopWords(reader);
        TokenizerSettings tokenizer = TokenizerSettings.Load(reader.Values, stopWords);
        NGramRange nGrams = NGramRange.Load(reader.Values);
        byte weighting = reader.Values.ReadByte();
        ComponentReader.Check(weighting <= (byte)TermWeighting.TfIdf, $"there is no weighting {weighting}");
        return new BagOfWordsSettings(output, input, unknownCount, tokenizer, nGrams, (TermWeighting)weighting);
    }
}
