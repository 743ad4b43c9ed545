using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>An estimator for tests whose transformer copies the column "Target" to Label.</summary>
internal sealed class LabelEstimator : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input) => new MapperTransformer(schema => new LabelMapper(schema));

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

    private sealed class LabelMapper(DataViewSchema schema) : RowMapper(schema)
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } = [new("Label", NumberDataViewType.Single)];

        public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [InputSchema["Target"]];

        public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
            => [input.GetGetter<float>(input.Schema["Target"])];
    }
}
