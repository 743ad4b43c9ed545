using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes the prediction columns of a network. One forward pass per row computes all columns.</summary>
/// <param name="inputSchema">The schema of the input rows.</param>
/// <param name="features">The feature column.</param>
/// <param name="task">Defines the prediction columns.</param>
/// <param name="network">The network.</param>
/// <param name="values">The names of the classes; null if they are unknown.</param>
/// <param name="backend">The backend that computes the scores; null for the default backend.</param>
internal sealed class NetworkMapper(
    DataViewSchema inputSchema, DataViewSchema.Column features, NetworkTask task, Network network, LabelValues? values, IComputeBackend? backend)
    : RowMapper(inputSchema), IRowBatchMapper
{
    // The scores of the rows that are read ahead are at most so many, or those of one row.
    private const int MaxScores = 1 << 20;

    // The backend's preferred batch size is known only from a predictor.
    private readonly Lazy<int> _preferredBatchSize = new(
        () => Math.Clamp(MaxScores / network.Spec.OutputSize, 1, network.CreatePredictor(backend: backend).PreferredBatch));

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } =
        task.CreateColumns(inputSchema, network.Spec.OutputSize, values);

    public override bool AppendsColumnsLast => task.AppendsScoreColumnsLast;

    public override IRowBatchMapper BatchMapper => this;

    public int PreferredBatchSize => _preferredBatchSize.Value;

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [features];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
    {
        RowScorer scorer = new(input, features, network.CreatePredictor(logits: task.ScoresAreLogits, backend: backend));
        Delegate?[] getters = new Delegate?[active.Length];
        for (int i = 0; i < getters.Length; i++)
        {
            getters[i] = active[i] ? task.CreateGetter(i, scorer.Scores) : null;
        }

        return getters;
    }

    public IRowBatch CreateBatch(DataViewRow input) => new RowBatchScorer(
        task, input, features, network.CreatePredictor(PreferredBatchSize, task.ScoresAreLogits, backend), PreferredBatchSize);
}
