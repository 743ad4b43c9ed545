using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A scorer of <see cref="SoftmaxBackend"/>.</summary>
internal sealed class SoftmaxScorer(SoftmaxModel model, ScorerOptions options, Func<ScorerOptions, IScorer> share, Action onDispose) : IScorer
{
    private bool _isDisposed;

    public int PreferredBatch => 16;

    public static void Predict(SoftmaxModel model, FeatureMatrix features, bool logits, Span<float> destination)
    {
        float[] row = new float[features.ColumnCount];
        for (int i = 0; i < features.RowCount; i++)
        {
            features.CopyRow(i, row);
            PredictRow(model, row, logits, destination[(i * model.OutputSize)..]);
        }
    }

    public void Predict(FeatureMatrix features, Span<float> destination) => Predict(Model, features, options.Logits, destination);

    public void Predict(ReadOnlySpan<float> rows, Span<float> destination) =>
        Predict(new DenseFeatures(rows.ToArray(), Model.InputSize), destination);

    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        float[] row = new float[Model.InputSize];
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = values[i];
        }

        PredictRow(Model, row, options.Logits, destination);
    }

    public EvaluationResult Evaluate(TrainingData data, LossSpec loss) =>
        Model.Evaluate(data, [.. Enumerable.Range(0, data.RowCount)], _ => 1);

    public IScorer Share(ScorerOptions options) => share(options);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            onDispose();
        }
    }

    // A disposed scorer must not be used: on a device its memory would be gone.
    private SoftmaxModel Model
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return model;
        }
    }

    private static void PredictRow(SoftmaxModel model, ReadOnlySpan<float> row, bool logits, Span<float> destination)
    {
        model.Forward(row, logits: logits);
        for (int k = 0; k < model.OutputSize; k++)
        {
            destination[k] = (float)model.Outputs[k];
        }
    }
}
