using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Turns a text into a vector in which the slot of a word is given by its hash; see <see cref="HashedBagOfWordsEstimator"/>.</summary>
public sealed class HashedBagOfWordsTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "BAGHASHD", LoaderSignature: "MLNetDeep.HashedBag");

    private readonly BagOfWordsColumns _columns;
    private readonly TokenizerSettings _settings;
    private readonly NGrams _nGrams;

    internal HashedBagOfWordsTransformer(
        BagOfWordsColumns columns, TokenizerSettings settings, NGrams nGrams, TermWeighting weighting, int bits, uint seed)
    {
        _columns = columns;
        _settings = settings;
        _nGrams = nGrams;
        Weighting = weighting;
        Bits = bits;
        Seed = seed;
    }

    /// <summary>The name of the column of texts.</summary>
    public string InputColumnName => _columns.Input;

    /// <summary>The name of the column of vectors.</summary>
    public string OutputColumnName => _columns.Output;

    /// <summary>The number of bits of a slot index; the vectors have 2^Bits slots.</summary>
    public int Bits { get; }

    /// <summary>The seed of the hash.</summary>
    public uint Seed { get; }

    /// <summary>The value of the slot of a term.</summary>
    public TermWeighting Weighting { get; }

    internal static HashedBagOfWordsTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        BagOfWordsColumns columns = BagOfWordsColumns.Load(context, reader);
        WordList stopWords = VocabularyFormat.LoadStopWords(context, reader);
        TokenizerSettings settings = TokenizerSettings.Load(reader, stopWords);
        NGrams nGrams = NGrams.Load(reader);
        byte weighting = reader.ReadByte();
        ModelEntries.Check(weighting < (byte)TermWeighting.TfIdf, $"there is no weighting {weighting}");
        byte bits = reader.ReadByte();
        ModelEntries.Check(bits is >= HashedBagOfWordsOptions.MinBits and <= HashedBagOfWordsOptions.MaxBits, $"a hash has {bits} bits");
        return new HashedBagOfWordsTransformer(columns, settings, nGrams, (TermWeighting)weighting, bits, reader.ReadUInt32());
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        _columns.Save(context, writer);
        VocabularyFormat.SaveStopWords(context, writer, _settings.StopWords);
        _settings.Save(writer);
        _nGrams.Save(writer);
        writer.Write((byte)Weighting);
        writer.Write((byte)Bits);
        writer.Write(Seed);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new BagOfWordsMapper(
        inputSchema, TextColumn.Find(inputSchema, InputColumnName), _columns, new TermWeights(Weighting, null), 1 << Bits, annotations: null,
        () => new TermCounter(_settings, _nGrams, new HashedSlots(Bits, Seed)));
}
