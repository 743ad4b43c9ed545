using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to vectors of the bits of their positions, the highest first; the bits of a missing key are all 1.</summary>
internal sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns)
        : base(env.Register("KeyToBinary"), columns)
    {
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, Columns);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(KeyToBinaryVectorMappingFormat.Version);
        SaveColumns(ctx);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly BinaryColumn[] _columns;

        public Mapper(DataViewSchema inputSchema, IReadOnlyList<InputOutputColumnPair> columns) : base(inputSchema, columns)
            => _columns = Inputs.Select(input => new BinaryColumn(input)).ToArray();

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
            => new(Columns[column].OutputColumnName, _columns[column].Type, _columns[column].MakeAnnotations());

        protected override Delegate CreateGetter(DataViewRow input, int column) => _columns[column].CreateGetter(input);
    }
}
