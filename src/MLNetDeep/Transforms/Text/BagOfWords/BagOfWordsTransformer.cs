using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Turns a text into a vector with a slot for each word of a vocabulary; see <see cref="BagOfWordsEstimator"/>.</summary>
public sealed class BagOfWordsTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "BAGWORDS", LoaderSignature: "MLNetDeep.BagOfWords");

    private readonly BagOfWordsSettings _settings;
    private readonly ReadOnlyMemory<char>[] _slotNames;
    private readonly TermWeights _weights;
    private readonly VocabularyTerms _terms;

    internal BagOfWordsTransformer(BagOfWordsSettings settings, TextVocabulary vocabulary)
    {
        _settings = settings;
        Vocabulary = vocabulary;
        _weights = new TermWeights(settings.Weighting, vocabulary);
        _terms = new VocabularyTerms(vocabulary);
        _slotNames = vocabulary.Select(w => w.Word.AsMemory()).ToArray();
    }

    /// <summary>The name of the text column.</summary>
    public string InputColumnName => _settings.Input;

    /// <summary>The name of the vector column.</summary>
    public string OutputColumnName => _settings.Output;

    /// <summary>The name of the column with the number of unknown words; null if there is no such column.</summary>
    public string? UnknownCountColumnName => _settings.UnknownCount;

    /// <summary>How the value of a term's slot is computed.</summary>
    public TermWeighting Weighting => _settings.Weighting;

    /// <summary>The words in slot order.</summary>
    public TextVocabulary Vocabulary { get; }

    internal static BagOfWordsTransformer Load(object context) => ComponentReader.Read(
        context, s_format, reader => new BagOfWordsTransformer(BagOfWordsSettings.Load(reader), VocabularyFormat.Load(reader)));

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        _settings.Save(writer);
        VocabularyFormat.Save(writer, Vocabulary);
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Annotations slotNames = TextColumn.CreateAnnotations(AnnotationNames.SlotNames, _slotNames);
        return new BagOfWordsMapper(inputSchema, _settings, _weights, Vocabulary.Count, slotNames, () => new VocabularySlots(_terms));
    }
}
