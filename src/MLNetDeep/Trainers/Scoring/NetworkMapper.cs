using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes the prediction columns of a network. One forward pass per row computes all columns.</summary>
/// <param name="inputSchema">The schema of the input rows.</param>
/// <param name="features">The feature column.</param>
/// <param name="planes">How many planes of a row must be interleaved; 1 if rows are in the network's order.</param>
/// <param name="task">Defines the prediction columns.</param>
/// <param name="network">The network.</param>
/// <param name="values">The names of the classes; null if they are unknown.</param>
/// <param name="backend">The backend that computes the scores; null for the default backend.</param>
/// <param name="deviceScorers">Receives the scorers of rows on other backends.</param>
internal sealed class NetworkMapper(
    DataViewSchema inputSchema,
    DataViewSchema.Column features,
    int planes,
    NetworkTask task,
    Network network,
    LabelValues? values,
    IComputeBackend? backend,
    DeviceScorers deviceScorers)
    : RowMapper(inputSchema), IRowBatchMapper
{
    // The scores of the rows that are read ahead are at most so many, or those of one row.
    private const int MaxScores = 1 << 20;

    // The backend's preferred batch size is known only from a predictor.
    private readonly Lazy<int> _preferredBatchSize = new(() =>
    {
        using Predictor predictor = network.CreatePredictor(backend: backend);
        return Math.Clamp(MaxScores / network.Spec.OutputSize, 1, predictor.PreferredBatch);
    });

    /// <summary>The feature column.</summary>
    public DataViewSchema.Column Features => features;

    /// <summary>How many planes of a row must be interleaved; 1 if rows are in the network's order.</summary>
    public int PlaneCount => planes;

    /// <summary>The prediction task.</summary>
    public NetworkTask Task => task;

    /// <summary>The network.</summary>
    public Network Network => network;

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } =
        task.CreateColumns(inputSchema, network.Spec.OutputSize, values);

    public override bool AppendsColumnsLast => task.AppendsScoreColumnsLast;

    public override IRowBatchMapper BatchMapper => this;

    public int PreferredBatchSize => _preferredBatchSize.Value;

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [features];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources)
    {
        Predictor predictor = CreateRowPredictor();
        resources.Add(predictor);
        RowScorer scorer = new(input, features, planes, network.Spec, predictor);
        Delegate?[] getters = new Delegate?[active.Length];
        for (int i = 0; i < getters.Length; i++)
        {
            getters[i] = active[i] ? task.CreateGetter(i, scorer.Scores) : null;
        }

        return getters;
    }

    public IRowBatch CreateBatch(DataViewRow input)
    {
        Predictor predictor = network.CreatePredictor(PreferredBatchSize, task.ScoresAreLogits, backend);
        try
        {
            return new RowBatchScorer(task, input, features, planes, network.Spec, predictor, PreferredBatchSize);
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
    }

    private Predictor CreateRowPredictor()
    {
        IComputeBackend? device = backend ?? ComputeBackends.Substitute(network.Spec);
        if (device is null or CpuBackend)
        {
            return network.CreatePredictor(logits: task.ScoresAreLogits, backend: device);
        }

        DeviceScorer scorer = new(
            device, network.Spec, network.CurrentWeights, new ScorerOptions { Threads = 1, Logits = task.ScoresAreLogits });
        deviceScorers.Add(scorer);
        return new Predictor(network.Spec, scorer, maxBatch: 1);
    }
}
