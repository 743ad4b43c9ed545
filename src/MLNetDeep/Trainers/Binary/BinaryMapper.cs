using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes PredictedLabel, Score and Probability of each row; all come from one forward pass.</summary>
internal sealed class BinaryMapper(DataViewSchema inputSchema, DataViewSchema.Column features, Network network) : RowMapper(inputSchema)
{
    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } = BinaryColumns.Create(inputSchema);

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [features];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        RowScorer scorer = new(input, features, network, logits: true);
        ValueGetter<bool> getLabel = (ref bool value) => value = scorer.Scores()[0] > 0;
        ValueGetter<float> getScore = (ref float value) => value = scorer.Scores()[0];
        ValueGetter<float> getProbability = (ref float value) => value = Sigmoid(scorer.Scores()[0]);
        return [active[0] ? getLabel : null, active[1] ? getScore : null, active[2] ? getProbability : null];
    }

    private static float Sigmoid(float score) => (float)(1 / (1 + Math.Exp(-(double)score)));
}
