using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Turns a text into a vector with a slot for each word of a vocabulary; see <see cref="BagOfWordsEstimator"/>.</summary>
public sealed class BagOfWordsTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "BAGWORDS", LoaderSignature: "MLNetDeep.BagOfWords");

    private readonly BagOfWordsColumns _columns;
    private readonly TokenizerSettings _settings;
    private readonly NGrams _nGrams;
    private readonly ReadOnlyMemory<char>[] _slotNames;
    private readonly TermWeights _weights;
    private readonly VocabularyTerms _terms;

    internal BagOfWordsTransformer(
        BagOfWordsColumns columns, TokenizerSettings settings, NGrams nGrams, TermWeighting weighting, TextVocabulary vocabulary)
    {
        _columns = columns;
        _settings = settings;
        _nGrams = nGrams;
        Vocabulary = vocabulary;
        _weights = new TermWeights(weighting, vocabulary);
        _terms = new VocabularyTerms(vocabulary);
        _slotNames = vocabulary.Select(w => w.Word.AsMemory()).ToArray();
    }

    /// <summary>The name of the column of texts.</summary>
    public string InputColumnName => _columns.Input;

    /// <summary>The name of the column of vectors.</summary>
    public string OutputColumnName => _columns.Output;

    /// <summary>The name of the column with the number of unknown words; null if there is no such column.</summary>
    public string? UnknownCountColumnName => _columns.UnknownCount;

    /// <summary>The value of the slot of a term.</summary>
    public TermWeighting Weighting => _weights.Weighting;

    /// <summary>The words in slot order.</summary>
    public TextVocabulary Vocabulary { get; }

    internal static BagOfWordsTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        BagOfWordsColumns columns = BagOfWordsColumns.Load(context, reader);
        WordList stopWords = VocabularyFormat.LoadStopWords(context, reader);
        TokenizerSettings settings = TokenizerSettings.Load(reader, stopWords);
        NGrams nGrams = NGrams.Load(reader);
        byte weighting = reader.ReadByte();
        ModelEntries.Check(weighting <= (byte)TermWeighting.TfIdf, $"there is no weighting {weighting}");
        return new BagOfWordsTransformer(columns, settings, nGrams, (TermWeighting)weighting, VocabularyFormat.Load(context, reader));
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        _columns.Save(context, writer);
        VocabularyFormat.SaveStopWords(context, writer, _settings.StopWords);
        _settings.Save(writer);
        _nGrams.Save(writer);
        writer.Write((byte)Weighting);
        VocabularyFormat.Save(context, writer, Vocabulary);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Annotations slotNames = TextColumn.Texts(AnnotationNames.SlotNames, _slotNames);
        return new BagOfWordsMapper(
            inputSchema, TextColumn.Find(inputSchema, InputColumnName), _columns, _weights, Vocabulary.Count, slotNames,
            () => new TermCounter(_settings, _nGrams, new VocabularySlots(_terms)));
    }
}
