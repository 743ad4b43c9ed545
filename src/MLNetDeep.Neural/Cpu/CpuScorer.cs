using System.Collections.Concurrent;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Scores rows on the CPU. For matrices, threads each take a stretch of rows through the whole network, so that they need not wait for each
/// other; what they need for that is kept for the next call.
/// </summary>
/// <param name="parameters">The weights.</param>
/// <param name="options">Batch size, threads, logits.</param>
internal sealed unsafe class CpuScorer(CpuParameters parameters, ScorerOptions options) : IScorer
{
    /// <summary>The rows of a batch in evaluation.</summary>
    public const int EvaluationBatch = 256;

    // Few enough for a layer's output to stay in the first cache, enough to share each load of a weight.
    private const int MatrixBatch = 64;

    // The rows that a thread takes at a time.
    private const int Stretch = 512;

    // Starting threads takes as long as about this many multiplications.
    private const long WorkWorthThreads = 10_000_000;

    // From here on, more rows at once gain little.
    private const int RowsThatShareWeights = 32;

    private readonly CpuPlan _plan = CpuPlan.ForPrediction(parameters.Spec, options.Logits);
    private readonly ConcurrentBag<CpuPredictor> _idle = [];
    private CpuPredictor? _rows;

    /// <inheritdoc/>
    public int PreferredBatch => RowsThatShareWeights;

    private CpuPredictor Rows => _rows ??= CreatePredictor(options.BatchSize);

    /// <inheritdoc/>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        int stretches = (features.RowCount + Stretch - 1) / Stretch;
        int width = parameters.Spec.OutputSize;
        fixed (float* start = destination)
        {
            if (stretches < 2 || options.Threads == 1 || !IsWorthThreads(features.RowCount))
            {
                PredictRows(features, 0, features.RowCount, start, width);
                return;
            }

            float* first = start;
            ParallelOptions threads = new() { MaxDegreeOfParallelism = options.Threads ?? -1 };
            Parallel.For(0, stretches, threads, stretch =>
            {
                int row = stretch * Stretch;
                PredictRows(features, row, Math.Min(row + Stretch, features.RowCount), first, width);
            });
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> rows, Span<float> destination) => Rows.Predict(rows, destination);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination) =>
        Rows.Predict(columns, values, destination);

    /// <inheritdoc/>
    public EvaluationResult Evaluate(TrainingData data, LossSpec loss)
    {
        int threads = options.Threads ?? (IsWorthThreads(data.RowCount) ? Environment.ProcessorCount : 1);
        using ThreadTeam team = new(threads);
        LayerStack layers = new(CpuPlan.ForLoss(parameters.Spec, loss, training: false), parameters, team, EvaluationBatch);
        return new CpuEvaluator(layers, CpuLoss.For(loss, team, []), new Penalties(parameters, Kernels.KernelSet.Best, team)).Evaluate(data);
    }

    /// <inheritdoc/>
    public IScorer Share(ScorerOptions other) => new CpuScorer(parameters, other);

    /// <summary>Does nothing: there is only managed memory.</summary>
    public void Dispose()
    {
    }

    private bool IsWorthThreads(int rows) => parameters.Spec.ParameterCount * rows >= WorkWorthThreads;

    private CpuPredictor CreatePredictor(int batch) => new(new LayerStack(_plan, parameters, ThreadTeam.CallerOnly, batch));

    private void PredictRows(FeatureMatrix features, int first, int end, float* destination, int width)
    {
        CpuPredictor predictor = _idle.TryTake(out CpuPredictor? idle) ? idle : CreatePredictor(MatrixBatch);
        predictor.Predict(features, first, end, new Span<float>(destination + ((long)first * width), (end - first) * width));
        _idle.Add(predictor);
    }
}
