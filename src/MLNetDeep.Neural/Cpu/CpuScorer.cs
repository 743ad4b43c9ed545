using System.Collections.Concurrent;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Scores rows on the CPU. For a matrix, each thread passes ranges of rows through the whole network, so threads never wait for one
/// another. Their predictors are kept for the next call.
/// </summary>
/// <param name="parameters">The weights.</param>
/// <param name="options">The batch size, the number of threads, and whether outputs are logits.</param>
internal sealed unsafe class CpuScorer(CpuParameters parameters, ScorerOptions options) : IScorer
{
    /// <summary>The number of rows in an evaluation batch.</summary>
    public const int EvaluationBatchSize = 256;

    // Few enough rows that a layer's output stays in the level 1 cache, but enough that each loaded weight is used for several rows.
    private const int MatrixBatchSize = 64;

    // The number of rows that a thread takes at a time.
    private const int RowsPerRange = 512;

    // Starting threads takes about as long as this many multiplications.
    private const long MinWorkForThreads = 10_000_000;

    // Larger batches are hardly faster per row.
    private const int PreferredBatchSize = 32;

    private readonly CpuPlan _plan = CpuPlan.ForPrediction(parameters.Spec, options.Logits);
    private readonly ConcurrentBag<CpuPredictor> _idlePredictors = [];
    private CpuPredictor? _rowPredictor;

    /// <inheritdoc/>
    public int PreferredBatch => PreferredBatchSize;

    private CpuPredictor RowPredictor => _rowPredictor ??= CreatePredictor(options.BatchSize);

    /// <inheritdoc/>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        int ranges = (features.RowCount + RowsPerRange - 1) / RowsPerRange;
        int width = parameters.Spec.OutputSize;
        fixed (float* start = destination)
        {
            if (ranges < 2 || options.Threads == 1 || !IsWorthThreads(features.RowCount))
            {
                PredictRows(features, 0, features.RowCount, start, width);
                return;
            }

            float* first = start;
            ParallelOptions threads = new() { MaxDegreeOfParallelism = options.Threads ?? -1 };
            Parallel.For(0, ranges, threads, range =>
            {
                int row = range * RowsPerRange;
                PredictRows(features, row, Math.Min(row + RowsPerRange, features.RowCount), first, width);
            });
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> rows, Span<float> destination) => RowPredictor.Predict(rows, destination);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination) =>
        RowPredictor.Predict(columns, values, destination);

    /// <inheritdoc/>
    public EvaluationResult Evaluate(TrainingData data, LossSpec loss)
    {
        int threads = options.Threads ?? (IsWorthThreads(data.RowCount) ? Environment.ProcessorCount : 1);
        using ThreadTeam team = new(threads);
        LayerStack layers = new(CpuPlan.ForLoss(parameters.Spec, loss, training: false), parameters, team, EvaluationBatchSize);
        return new CpuEvaluator(layers, CpuLoss.For(loss, team, []), new Penalties(parameters, Kernels.KernelSet.Best, team)).Evaluate(data);
    }

    /// <inheritdoc/>
    public IScorer Share(ScorerOptions other) => new CpuScorer(parameters, other);

    /// <summary>Does nothing: the scorer has only managed memory.</summary>
    public void Dispose()
    {
    }

    private bool IsWorthThreads(int rows) => parameters.Spec.ParameterCount * rows >= MinWorkForThreads;

    private CpuPredictor CreatePredictor(int batchSize) => new(new LayerStack(_plan, parameters, ThreadTeam.CallerOnly, batchSize));

    private void PredictRows(FeatureMatrix features, int first, int end, float* destination, int width)
    {
        CpuPredictor predictor = _idlePredictors.TryTake(out CpuPredictor? idle) ? idle : CreatePredictor(MatrixBatchSize);
        predictor.Predict(features, first, end, new Span<float>(destination + ((long)first * width), (end - first) * width));
        _idlePredictors.Add(predictor);
    }
}
