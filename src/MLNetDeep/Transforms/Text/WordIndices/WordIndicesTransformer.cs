using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Turns a text into the sequence of its word indices; see <see cref="WordIndicesEstimator"/>.</summary>
public sealed class WordIndicesTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "WORDINDX", LoaderSignature: "MLNetDeep.WordIndices");

    private readonly TokenizerSettings _settings;
    private readonly SequenceForm _form;
    private readonly ReadOnlyMemory<char>[] _keyValues;

    internal WordIndicesTransformer(
        string outputColumnName, string inputColumnName, TokenizerSettings settings, SequenceForm form, string? unknownWord, TextVocabulary vocabulary)
    {
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        _settings = settings;
        _form = form;
        UnknownWord = unknownWord;
        Vocabulary = vocabulary;
        IEnumerable<string> words = vocabulary.Select(w => w.Word);
        _keyValues = (unknownWord is null ? words : words.Prepend(unknownWord)).Select(w => w.AsMemory()).ToArray();
    }

    /// <summary>The name of the text column.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the sequence column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The length of the sequences; null if each is as long as its text.</summary>
    public int? Length => _form.Length;

    /// <summary>The word that replaces words that are not in the vocabulary; null if they are skipped.</summary>
    public string? UnknownWord { get; }

    /// <summary>The vocabulary. The key of the word at index i is i + 1, or i + 2 if there is an <see cref="UnknownWord"/>.</summary>
    public TextVocabulary Vocabulary { get; }

    internal static WordIndicesTransformer Load(object context) => ComponentReader.Read(context, s_format, reader =>
    {
        string output = reader.ReadText();
        string input = reader.ReadText();
        string? unknownWord = reader.ReadTextOrNull();
        WordList stopWords = VocabularyFormat.LoadStopWords(reader);
        TokenizerSettings settings = TokenizerSettings.Load(reader.Values, stopWords);
        SequenceForm form = SequenceForm.Load(reader.Values);
        TextVocabulary vocabulary = VocabularyFormat.Load(reader);
        ComponentReader.Check(
            unknownWord is null || !vocabulary.TryGetIndex(unknownWord, out _), "the word for unknown words is itself in the vocabulary");
        return new WordIndicesTransformer(output, input, settings, form, unknownWord, vocabulary);
    });

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        writer.WriteText(OutputColumnName);
        writer.WriteText(InputColumnName);
        writer.WriteTextOrNull(UnknownWord);
        VocabularyFormat.SaveStopWords(writer, _settings.StopWords);
        _settings.Save(writer.Values);
        _form.Save(writer.Values);
        VocabularyFormat.Save(writer, Vocabulary);
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new WordIndicesMapper(
        inputSchema, TextColumn.Find(inputSchema, InputColumnName), OutputColumnName, _keyValues, _form,
        () => new WordKeys(_settings, Vocabulary, UnknownWord is not null));
}
