using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes Score of each row.</summary>
internal sealed class RegressionMapper(DataViewSchema inputSchema, DataViewSchema.Column features, Network network) : RowMapper(inputSchema)
{
    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } = RegressionColumns.Create(inputSchema);

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [features];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        RowScorer scorer = new(input, features, network);
        return [(ValueGetter<float>)((ref float value) => value = scorer.Scores()[0])];
    }
}
