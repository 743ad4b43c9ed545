namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A backend that computes nothing, but records the rows of each step and counts the open sessions.</summary>
internal sealed class RecordingBackend : TestBackend
{
    /// <summary>The row indices of each step.</summary>
    public List<int[]> Steps { get; } = [];

    /// <summary>For each step, the first feature of each row.</summary>
    public List<float[]> FirstValues { get; } = [];

    public int OpenSessions { get; private set; }

    public bool NeedsDisposal { get; init; }

    public override bool SessionsNeedDisposal => NeedsDisposal;

    public override string Name => "recording";

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        OpenSessions++;
        return new Session(this, weights);
    }

    private sealed class Session(RecordingBackend backend, IReadOnlyList<NamedTensor> weights) : ITrainingSession
    {
        public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
        {
            backend.Steps.Add(rows.ToArray());
            backend.FirstValues.Add(Array.ConvertAll(rows.ToArray(), row => FirstValue(data.Features, row)));
            return new EvaluationResult(0, 0, rows.Length);
        }

        public EvaluationResult Evaluate(TrainingData data) => new(0, 0, data.RowCount);

        public void Predict(FeatureMatrix features, Span<float> destination) => throw new NotSupportedException();

        public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) => throw new NotSupportedException();

        public IReadOnlyList<NamedTensor> GetWeights() => weights;

        public OptimizerState GetOptimizerState() => throw new NotSupportedException();

        public void SetOptimizerState(OptimizerState state) => throw new NotSupportedException();

        public void Dispose() => backend.OpenSessions--;

        private static float FirstValue(FeatureMatrix features, int row)
        {
            float[] values = new float[features.ColumnCount];
            features.CopyRow(row, values);
            return values[0];
        }
    }
}
