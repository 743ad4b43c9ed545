namespace MLNetDeep.Neural.Training;

/// <summary>Runs trainings on another backend, with standardized features and targets.</summary>
/// <param name="backend">The backend.</param>
/// <param name="standardization">The scales.</param>
/// <param name="initialWeights">
/// The weights to start from, for standardized numbers; null to start from the network's weights, which are for the numbers as they are.
/// </param>
internal sealed class StandardizingBackend(
    IComputeBackend backend, Standardization standardization, IReadOnlyList<NamedTensor>? initialWeights) : IComputeBackend
{
    public string Name => backend.Name;

    public bool SessionsNeedDisposal => backend.SessionsNeedDisposal;

    public bool Supports(LayerSpec layer) => backend.Supports(layer);

    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        FitOptions standardized = options with { Backend = backend, Loss = standardization.Loss ?? options.Loss };
        return new StandardizedSession(
            start => backend.CreateSession(spec, start, standardized), standardization, initialWeights ?? standardization.Unfold(weights));
    }

    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
        backend.CreateScorer(spec, weights, options);
}
