using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes PredictedLabel and Score of each row; both come from one forward pass.</summary>
internal sealed class MulticlassMapper(DataViewSchema inputSchema, DataViewSchema.Column features, Network network, LabelValues? values)
    : RowMapper(inputSchema)
{
    private const int PredictedLabelIndex = 0;

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } =
        MulticlassColumns.Create(inputSchema, network.Spec.OutputSize, values);

    public override bool AppendsAll => true;

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [features];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        RowScorer scorer = new(input, features, network);
        ValueGetter<uint> getLabel = (ref uint value) => value = PredictedKey(scorer.Scores());
        ValueGetter<VBuffer<float>> getScore = (ref VBuffer<float> value) =>
        {
            ReadOnlySpan<float> scores = scorer.Scores();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return [active[PredictedLabelIndex] ? getLabel : null, active[^1] ? getScore : null];
    }

    // 1 + the first of the highest scores; 0, missing, where there is none because all are NaN.
    private static uint PredictedKey(ReadOnlySpan<float> scores)
    {
        uint key = 0;
        float highest = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > highest)
            {
                highest = scores[i];
                key = (uint)i + 1;
            }
        }
        return key;
    }
}
