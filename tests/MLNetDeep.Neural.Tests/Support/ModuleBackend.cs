namespace MLNetDeep.Neural.Tests.Support;

/// <summary>
/// A backend with one module, y = W x + b, which it scores on the CPU as a dense layer and does not train. It supports no other layers with
/// weights.
/// </summary>
/// <param name="module">The name of the module.</param>
internal sealed class ModuleBackend(string module) : TestBackend, IComputeBackend
{
    public override string Name => $"backend of {module}";

    public override bool Supports(LayerSpec layer) => layer is ModuleLayer { Name: { } name } ? name == module : layer is ActivationLayer;

    // The weights count up from the seed.
    public IReadOnlyList<NamedTensor> CreateInitialWeights(LayerSpec layer, int seed) =>
    [
        .. ((ModuleLayer)layer).Tensors.Select(tensor => new NamedTensor(
            tensor.Name, tensor.Shape, [.. Enumerable.Range(seed, tensor.Shape.Aggregate(1, (size, dimension) => size * dimension)).Select(i => (float)i)])),
    ];

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        new RecordingBackend().CreateSession(spec, weights, options);

    public override IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
        base.CreateScorer(WithDense(spec), weights, options);

    private static NetworkSpec WithDense(NetworkSpec spec) =>
        new(spec.InputShape, [.. spec.Layers.Select(layer => layer is ModuleLayer linear ? new Dense(linear.OutputRowShape[0]) : layer)]);
}
