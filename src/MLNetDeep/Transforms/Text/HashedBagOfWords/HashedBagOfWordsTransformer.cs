using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>
/// Turns a text into a vector in which the slot of a word is computed from its hash; see <see cref="HashedBagOfWordsEstimator"/>.
/// </summary>
public sealed class HashedBagOfWordsTransformer : RowTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "BAGHASHD", LoaderSignature: "MLNetDeep.HashedBag");

    private readonly BagOfWordsSettings _settings;

    internal HashedBagOfWordsTransformer(BagOfWordsSettings settings, int bits, uint seed)
    {
        _settings = settings;
        Bits = bits;
        Seed = seed;
    }

    /// <summary>The name of the text column.</summary>
    public string InputColumnName => _settings.Input;

    /// <summary>The name of the vector column.</summary>
    public string OutputColumnName => _settings.Output;

    /// <summary>The number of bits of a slot index; the vectors have 2^Bits slots.</summary>
    public int Bits { get; }

    /// <summary>The seed of the hash.</summary>
    public uint Seed { get; }

    /// <summary>How the value of a term's slot is computed.</summary>
    public TermWeighting Weighting => _settings.Weighting;

    internal static HashedBagOfWordsTransformer Load(object context) => ComponentReader.Read(context, s_format, reader =>
    {
        BagOfWordsSettings settings = BagOfWordsSettings.Load(reader);
        ComponentReader.Check(
            settings.Weighting != TermWeighting.TfIdf, "a hashed bag of words has the weighting TfIdf, which needs a vocabulary");
        byte bits = reader.Values.ReadByte();
        ComponentReader.Check(bits is >= HashedBagOfWordsOptions.MinBits and <= HashedBagOfWordsOptions.MaxBits, $"a hash has {bits} bits");
        return new HashedBagOfWordsTransformer(settings, bits, reader.Values.ReadUInt32());
    });

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, s_format, writer =>
    {
        _settings.Save(writer);
        writer.Values.Write((byte)Bits);
        writer.Values.Write(Seed);
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new BagOfWordsMapper(
        inputSchema, _settings, new TermWeights(Weighting, vocabulary: null), 1 << Bits, annotations: null, () => new HashedSlots(Bits, Seed));
}
