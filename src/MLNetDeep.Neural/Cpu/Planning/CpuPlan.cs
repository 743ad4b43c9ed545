using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// What runs of a network in one mode: the layers that do something, how the first one gets its input, and the activation that is left for
/// predictions. A plan allocates nothing.
/// </summary>
internal sealed class CpuPlan
{
    private CpuPlan(NetworkSpec spec, bool training, bool splitsActivation, Activation? outputActivation)
    {
        Spec = spec;
        IsTraining = training;
        OutputActivation = outputActivation;
        Layers = SelectLayers(spec, training, splitsActivation);
        Input = PlanInput(spec, training, Layers);
    }

    /// <summary>The network.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Whether the layers are trained; otherwise they only compute outputs.</summary>
    public bool IsTraining { get; }

    /// <summary>The layers that run, in order.</summary>
    public ImmutableArray<PlannedLayer> Layers { get; }

    /// <summary>How the first of them gets its input.</summary>
    public InputPlan Input { get; }

    /// <summary>The activation that predictions still need after the last layer; null where the layers give the outputs themselves.</summary>
    public Activation? OutputActivation { get; }

    /// <summary>Plans a training, or an evaluation with a loss.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="loss">The loss; where it is computed from logits, the last activation is split off.</param>
    /// <param name="training">Whether layers are trained.</param>
    public static CpuPlan ForLoss(NetworkSpec spec, LossSpec loss, bool training)
    {
        bool splits = loss.TakesLogits || spec.OutputActivation is Softmax;
        return new CpuPlan(spec, training, splits, splits ? spec.OutputActivation : null);
    }

    /// <summary>Plans predictions.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="logits">Whether outputs are what the last activation would be computed from.</param>
    public static CpuPlan ForPrediction(NetworkSpec spec, bool logits)
    {
        // The kernel of softmax works on one whole row, in place, after the last layer.
        bool isSoftmax = spec.OutputActivation is Softmax;
        return new CpuPlan(spec, training: false, logits || isSoftmax, isSoftmax && !logits ? spec.OutputActivation : null);
    }

    private static ImmutableArray<PlannedLayer> SelectLayers(NetworkSpec spec, bool training, bool splitsActivation)
    {
        ImmutableArray<PlannedLayer>.Builder layers = ImmutableArray.CreateBuilder<PlannedLayer>();
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            bool splits = splitsActivation && i == spec.Layers.Length - 1;
            LayerSpec? layer = splits ? spec.Layers[i].WithoutActivation() : spec.Layers[i];
            if (layer is not null && !layer.PassesThrough(training))
            {
                layers.Add(new PlannedLayer(layer, i));
            }
        }

        return layers.ToImmutable();
    }

    // Sums over parts of the inputs round differently from whole sums. So that a network gives the same bits in training and in inference,
    // the first layer may only split its inputs where it comes first in both.
    private static InputPlan PlanInput(NetworkSpec spec, bool training, ImmutableArray<PlannedLayer> layers)
    {
        if (layers.IsEmpty)
        {
            return InputPlan.FullRows(spec.InputSize);
        }

        PlannedLayer first = layers[0];
        int firstInTraining = spec.Layers.TakeWhile(layer => layer.PassesThrough(training: true)).Count();
        return CpuLayerRegistry.GetFactory(first.Spec).PlanInput(first.Spec, spec.InputSize, mayBeSplit: first.Index == firstInTraining, training);
    }
}
