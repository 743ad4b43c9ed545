using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// How a network runs in training or in inference: the layers to compute (without those that pass rows through), how the first layer reads
/// its input, and the activation that is applied after the last layer. A plan allocates no memory for batches.
/// </summary>
internal sealed class CpuPlan
{
    private CpuPlan(NetworkSpec spec, bool training, bool splitsActivation, Activation? outputActivation)
    {
        Spec = spec;
        IsTraining = training;
        OutputActivation = outputActivation;
        AllLayers = SplitActivation(spec, splitsActivation);
        Layers = [.. AllLayers.Where(layer => !layer.Spec.PassesThrough(training)).Select(layer => new PlannedLayer(layer.Spec, layer.Index))];
        Input = PlanInput(spec, training, Layers);
    }

    /// <summary>The network.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Whether the layers are trained; otherwise they only compute outputs.</summary>
    public bool IsTraining { get; }

    /// <summary>The layers, including those that pass rows through; without the activation that is applied after the last layer.</summary>
    public ImmutableArray<PlacedLayer> AllLayers { get; }

    /// <summary>The layers to compute, in order.</summary>
    public ImmutableArray<PlannedLayer> Layers { get; }

    /// <summary>How the first of these layers reads its input.</summary>
    public InputPlan Input { get; }

    /// <summary>The activation to apply after the last layer in predictions; null if the last layer computes the outputs.</summary>
    public Activation? OutputActivation { get; }

    /// <summary>Plans training, or evaluation with a loss.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="loss">The loss; if it is computed from logits, the last activation is split off.</param>
    /// <param name="training">Whether the layers are trained.</param>
    public static CpuPlan ForLoss(NetworkSpec spec, LossSpec loss, bool training)
    {
        bool splits = loss.TakesLogits || spec.OutputActivation is Softmax;
        return new CpuPlan(spec, training, splits, splits ? spec.OutputActivation : null);
    }

    /// <summary>Plans predictions.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="logits">Whether to output logits: the values before the last activation.</param>
    public static CpuPlan ForPrediction(NetworkSpec spec, bool logits)
    {
        // The softmax kernel processes whole rows in place, so softmax runs after the last layer.
        bool isSoftmax = spec.OutputActivation is Softmax;
        return new CpuPlan(spec, training: false, logits || isSoftmax, isSoftmax && !logits ? spec.OutputActivation : null);
    }

    private static ImmutableArray<PlacedLayer> SplitActivation(NetworkSpec spec, bool splitsActivation)
    {
        ImmutableArray<PlacedLayer>.Builder layers = ImmutableArray.CreateBuilder<PlacedLayer>();
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            PlacedLayer layer = spec.PlacedLayer(i);
            bool splits = splitsActivation && i == spec.Layers.Length - 1;
            if ((splits ? layer.Spec.WithoutActivation() : layer.Spec) is { } remaining)
            {
                layers.Add(layer.With(remaining));
            }
        }

        return layers.ToImmutable();
    }

    // Partial sums over parts of the inputs round differently from whole sums. A network must have bit-identical outputs in training and in
    // inference, so a layer may split its inputs only if it is the first layer in both.
    private InputPlan PlanInput(NetworkSpec spec, bool training, ImmutableArray<PlannedLayer> layers)
    {
        if (layers.IsEmpty)
        {
            return InputPlan.FullRows(spec.InputSize);
        }

        PlacedLayer first = AllLayers.First(layer => layer.Index == layers[0].Index);
        int firstInTraining = spec.Layers.TakeWhile(layer => layer.PassesThrough(training: true)).Count();
        bool mayBeSplit = first.Index == firstInTraining;
        return CpuLayerRegistry.GetFactory(first.Spec).PlanInput(first, spec.InputSize, mayBeSplit, training);
    }
}
