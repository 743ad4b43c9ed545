using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The loss for one class out of several: -log p(label), where p is the network's softmax output. Targets are zero-based class indices, or
/// one probability tⱼ per class; the loss is then -Σ tⱼ log pⱼ. The network must end in softmax, for example in
/// <c>Dense(classes, Activation.Softmax)</c>.
/// </summary>
/// <remarks>
/// Softmax and cross-entropy are computed together from the logits z, so large logits do not overflow: loss = log Σⱼ e^(zⱼ - m) -
/// (z_label - m) with m = max z, and the gradient by z is p - onehot(label). With class indices this is Keras's
/// <c>SparseCategoricalCrossentropy</c>. Label smoothing s over K classes replaces each target t by (1 - s) t + s / K (Szegedy et al.,
/// 2016).
/// </remarks>
public sealed record CategoricalCrossEntropy : LossSpec
{
    /// <summary>The default of <see cref="LabelSmoothing"/>: 0, no smoothing.</summary>
    public const double DefaultLabelSmoothing = 0;

    /// <summary>Creates the loss.</summary>
    /// <param name="labelSmoothing">See <see cref="LabelSmoothing"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not accepted.</exception>
    public CategoricalCrossEntropy(double labelSmoothing = DefaultLabelSmoothing)
    {
        LabelSmoothing = Guard.Accept(labelSmoothing is >= 0 and <= 1, labelSmoothing, nameof(LabelSmoothing), "0 to 1");
    }

    /// <summary>The fraction s of each target that is spread evenly over all classes. Default 0; accepted: 0 to 1.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesLogits => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsClassification => true;

    internal override void Check(NetworkSpec spec)
    {
        if (spec.OutputActivation is not Softmax)
        {
            throw WrongLastLayer(spec, "Activation.Softmax in the last layer");
        }
    }

    internal override void CheckTargets(NetworkSpec spec, Targets targets, string name)
    {
        if (targets is not ClassTargets classes)
        {
            if (RequireDenseTargets(spec, targets, name).Smallest < 0)
            {
                throw new ArgumentException($"{name} has a target below 0; accepted: class probabilities.", name);
            }
        }
        else if (classes.LargestLabel >= spec.OutputSize)
        {
            throw new ArgumentException(
                $"{name} has the label {classes.LargestLabel}; the network has {spec.OutputSize} classes, numbered from 0.", name);
        }
    }
}
