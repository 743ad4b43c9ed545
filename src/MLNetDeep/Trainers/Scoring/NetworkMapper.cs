using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes the columns of a network's prediction. All columns of a row come from one pass through the network.</summary>
/// <param name="inputSchema">The schema of the rows.</param>
/// <param name="features">The column of features.</param>
/// <param name="task">The columns that come out.</param>
/// <param name="network">The network.</param>
/// <param name="values">The names of the classes, where they are known.</param>
/// <param name="backend">What computes; null: the default.</param>
internal sealed class NetworkMapper(
    DataViewSchema inputSchema, DataViewSchema.Column features, NetworkTask task, Network network, LabelValues? values, IComputeBackend? backend)
    : RowMapper(inputSchema), IRowBatchMapper
{
    // A predictor tells how many rows its backend wants at once.
    private readonly Lazy<int> _preferredBatch = new(() => network.CreatePredictor(backend: backend).PreferredBatch);

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } =
        task.CreateColumns(inputSchema, network.Spec.OutputSize, values);

    public override bool AppendsAll => task.AppendsAll;

    public override IRowBatchMapper BatchMapper => this;

    public int PreferredBatch => _preferredBatch.Value;

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
        task, input, features, network.CreatePredictor(PreferredBatch, task.ScoresAreLogits, backend));
}
