namespace MLNetDeep.Neural.Tests.Support;

/// <summary>The CPU backend until it breaks: the loss of each later step is NaN, and the step is not taken.</summary>
internal sealed class NotANumberBackend : TestBackend
{
    public bool IsBroken { get; set; }

    public override string Name => "not a number";

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        new Session(this, CpuBackend.Instance.CreateSession(spec, weights, options));

    private sealed class Session(NotANumberBackend backend, ITrainingSession inner) : WrappedSession(inner)
    {
        public override EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows) =>
            backend.IsBroken ? new EvaluationResult(double.NaN, 0, rows.Length) : base.Step(data, rows);
    }
}
