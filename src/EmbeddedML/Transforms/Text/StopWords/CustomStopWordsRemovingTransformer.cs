using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Removes given words, whatever their case, from lists of words.</summary>
public sealed class CustomStopWordsRemovingTransformer : OneToOneTransformerBase
{
    private readonly StopWordList _list;

    internal CustomStopWordsRemovingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, StopWordList list)
        : base(env.Register("CustomStopWordsRemover"), columns)
        => _list = list;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
        => new StopWordsMapper(inputSchema, Columns, () => Enumerable.Repeat(_list, Columns.Count).ToArray());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(CustomStopWordsFormat.Version);
        SaveColumns(ctx);
        CustomStopWordsFormat.Save(ctx, _list);
    }
}
