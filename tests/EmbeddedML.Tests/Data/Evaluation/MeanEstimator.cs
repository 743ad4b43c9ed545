using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>
/// A trainer for tests: it learns the mean of the column "Feature", and its model adds Score, the feature minus the mean,
/// Probability, 1 / (1 + 2^-Score), and PredictedLabel, Score above 0. It uses the public API and what is shared.
/// </summary>
internal sealed class MeanEstimator : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        double sum = 0;
        long rows = 0;
        using DataViewRowCursor cursor = input.GetRowCursor([input.Schema["Feature"]]);
        ValueGetter<float> getter = cursor.GetGetter<float>(input.Schema["Feature"]);
        float value = 0;
        for (; cursor.MoveNext(); rows++)
        {
            getter(ref value);
            sum += value;
        }
        return new MapperTransformer(schema => new ScoreMapper(schema, (float)(sum / rows)));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

    private sealed class ScoreMapper(DataViewSchema schema, float mean) : RowMapper(schema)
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } =
        [
            new("Score", NumberDataViewType.Single),
            new("Probability", NumberDataViewType.Single),
            new("PredictedLabel", BooleanDataViewType.Instance),
        ];

        public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [InputSchema["Feature"]];

        public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
        {
            ValueGetter<float> feature = input.GetGetter<float>(input.Schema["Feature"]);
            float Score()
            {
                float value = 0;
                feature(ref value);
                return value - mean;
            }
            return
            [
                (ValueGetter<float>)((ref float value) => value = Score()),
                (ValueGetter<float>)((ref float value) => value = (float)(1 / (1 + Math.Pow(2, -Score())))),
                (ValueGetter<bool>)((ref bool value) => value = Score() > 0),
            ];
        }
    }
}
