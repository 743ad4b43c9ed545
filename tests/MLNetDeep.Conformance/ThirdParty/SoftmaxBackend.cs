using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// A small backend as a third party would write it, on public members alone: softmax regression by gradient descent, in doubles. The
/// results of its steps are read later.
/// </summary>
public sealed class SoftmaxBackend : IComputeBackend
{
    public string Name => "third party";

    /// <summary>The number of sessions and scorers that are not disposed.</summary>
    public int Open { get; private set; }

    public bool Supports(LayerSpec layer) =>
        layer is Dense { Activation: Softmax, UseBias: true, KernelRegularizer: null, KernelMaxNorm: null };

    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        if (options.LossFor(spec) is not CategoricalCrossEntropy { LabelSmoothing: 0 })
        {
            throw new NotSupportedException($"The backend '{Name}' has no loss {options.LossFor(spec)}.");
        }

        if (options.Optimizer is not Sgd { Momentum: 0, ClipValue: null, GlobalClipNorm: null })
        {
            throw new NotSupportedException($"The backend '{Name}' has no optimizer {options.Optimizer}.");
        }

        Open++;
        return new SoftmaxSession(new SoftmaxModel(spec, weights), options, () => Open--);
    }

    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Scorer(new SoftmaxModel(spec, weights), options);
    }

    private SoftmaxScorer Scorer(SoftmaxModel model, ScorerOptions options)
    {
        Open++;
        return new SoftmaxScorer(model, options, other => Scorer(model, other), () => Open--);
    }
}
