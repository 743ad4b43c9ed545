using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>The column names of a bag of words, plain or hashed.</summary>
internal sealed record BagOfWordsColumns(string Output, string Input, string? UnknownCount = null)
{
    public void Save(ModelSaveContext context, BinaryWriter writer)
    {
        MLNetInternals.SaveText(context, Output);
        MLNetInternals.SaveText(context, Input);
        ModelEntries.WriteTextOrNull(context, writer, UnknownCount);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static BagOfWordsColumns Load(object context, BinaryReader reader) =>
        new(MLNetInternals.LoadText(context), MLNetInternals.LoadText(context), ModelEntries.ReadTextOrNull(context, reader));
}
