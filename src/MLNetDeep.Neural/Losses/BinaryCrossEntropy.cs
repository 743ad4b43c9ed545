using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The loss for two classes: -t log p - (1 - t) log(1 - p), where t is the target and p the network's sigmoid output. A row with several
/// outputs has the mean of their losses. Targets are numbers from 0 to 1 or, with one output, the class labels 0 and 1. The network must
/// end in sigmoid, for example in <c>Dense(1, Activation.Sigmoid)</c>.
/// </summary>
/// <remarks>
/// Sigmoid and cross-entropy are computed together from the logit z, so large logits do not overflow: loss = max(z, 0) - z·t +
/// log(1 + e^-|z|), with the derivative p - t by z. Keras does the same with <c>from_logits</c>, PyTorch in <c>BCEWithLogitsLoss</c>. Label
/// smoothing s replaces each target t by (1 - s) t + s / 2.
/// </remarks>
public sealed record BinaryCrossEntropy : LossSpec
{
    /// <summary>The default of <see cref="LabelSmoothing"/>: 0, no smoothing.</summary>
    public const double DefaultLabelSmoothing = 0;

    /// <summary>Creates the loss.</summary>
    /// <param name="labelSmoothing">See <see cref="LabelSmoothing"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not accepted.</exception>
    public BinaryCrossEntropy(double labelSmoothing = DefaultLabelSmoothing)
    {
        LabelSmoothing = Guard.Accept(labelSmoothing is >= 0 and <= 1, labelSmoothing, nameof(LabelSmoothing), "0 to 1");
    }

    /// <summary>The fraction s by which targets move towards 1/2. Default 0; accepted: 0 to 1.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesLogits => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsClassification => true;

    internal override void Check(NetworkSpec spec)
    {
        if (spec.OutputActivation is not Sigmoid)
        {
            throw WrongLastLayer(spec, "Activation.Sigmoid in the last layer");
        }
    }

    internal override void CheckTargets(NetworkSpec spec, Targets targets, string name)
    {
        if (targets is ClassTargets classes)
        {
            if (spec.OutputSize != 1 || classes.LargestLabel > 1)
            {
                throw new ArgumentException(
                    spec.OutputSize != 1
                        ? $"{name} has one class per row, but the network has {spec.OutputSize} outputs: pass DenseTargets, or end the network in "
                            + $"Activation.Softmax and set Loss to new {nameof(CategoricalCrossEntropy)}()."
                        : $"{name} has the label {classes.LargestLabel}; accepted: 0 and 1.",
                    name);
            }

            return;
        }

        DenseTargets dense = RequireDenseTargets(spec, targets, name);
        if (dense.Smallest < 0 || dense.Largest > 1)
        {
            throw new ArgumentException($"{name} has targets from {dense.Smallest} to {dense.Largest}; accepted: 0 to 1.", name);
        }
    }
}
