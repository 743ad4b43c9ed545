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

    internal static HashedBagOfWordsTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        BagOfWordsSettings settings = BagOfWordsSettings.Load(context, reader);
        ModelEntries.Check(settings.Weighting != TermWeighting.TfIdf, "a hashed bag of words has the weighting TfIdf, which needs a vocabulary");
        byte bits = reader.ReadByte();
        ModelEntries.Check(bits is >= HashedBagOfWordsOptions.MinBits and <= HashedBagOfWordsOptions.MaxBits, $"a hash has {bits} bits");
        return new HashedBagOfWordsTransformer(settings, bits, reader.ReadUInt32());
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        _settings.Save(context, writer);
        writer.Write((byte)Bits);
        writer.Write(Seed);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new BagOfWordsMapper(
        inputSchema, _settings, new TermWeights(Weighting, vocabulary: null), 1 << Bits, annotations: null, () => new HashedSlots(Bits, Seed));
}
