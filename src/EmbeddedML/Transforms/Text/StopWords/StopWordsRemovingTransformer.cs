using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Removes a language's most common words, whatever their case, from lists of words.</summary>
public sealed class StopWordsRemovingTransformer : OneToOneTransformerBase
{
    private readonly IReadOnlyList<StopWordsRemovingEstimator.Language> _languages;

    internal StopWordsRemovingTransformer(
        IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, IReadOnlyList<StopWordsRemovingEstimator.Language> languages)
        : base(env.Register("StopWordsRemover"), columns)
        => _languages = languages;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
        => new StopWordsMapper(inputSchema, Columns, () => _languages.Select(StopWordList.Of).ToArray());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(StopWordsRemovingFormat.Version);
        SaveColumns(ctx);
        foreach (StopWordsRemovingEstimator.Language language in _languages)
        {
            ctx.Writer.Write((int)language);
            ctx.SaveString(null);
        }
    }
}
