using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns, with their annotations, under other names.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns)
        : base(env.Register(nameof(ColumnCopyingTransformer)), columns)
    {
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, Columns);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(ColumnCopyingFormat.Version);
        SaveColumns(ctx);
    }

    private sealed class Mapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns) : OneToOneRowMapper(inputSchema, columns)
    {
        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
            => new(Columns[column].OutputColumnName, Inputs[column].Type, Inputs[column].Annotations);

        protected override Delegate CreateGetter(DataViewRow input, int column) => SourceGetters.Of(input, Inputs[column]);
    }
}
