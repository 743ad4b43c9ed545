using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Maps keys to indicator vectors, and vectors of keys to such vectors strung together or to counts of the keys.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string RegistrationName = "KeyToVector";

    internal KeyToVectorMappingTransformer(IHostEnvironment env, IReadOnlyList<(InputOutputColumnPair Pair, bool OutputCountVector)> columns)
        : base(env.Register(RegistrationName), columns.Select(c => c.Pair).ToArray())
        => CountsKeys = columns.Select(c => c.OutputCountVector).ToArray();

    /// <summary>For each column, whether vectors of keys are mapped to counts.</summary>
    internal IReadOnlyList<bool> CountsKeys { get; }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(KeyToVectorMappingFormat.Version);
        SaveColumns(ctx);
        foreach (bool countsKeys in CountsKeys)
            ctx.Writer.Write(countsKeys);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly IndicatorColumn[] _columns;

        public Mapper(DataViewSchema inputSchema, KeyToVectorMappingTransformer parent) : base(inputSchema, parent.Columns)
            => _columns = Inputs.Select((input, i) => new IndicatorColumn(input, parent.CountsKeys[i])).ToArray();

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
            => new(Columns[column].OutputColumnName, _columns[column].Type, _columns[column].MakeAnnotations());

        protected override Delegate CreateGetter(DataViewRow input, int column) => _columns[column].CreateGetter(input);
    }
}
