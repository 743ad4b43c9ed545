using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// For one class out of several: -log p(label), where p is the softmax of the last layer. Targets are class indices from 0, or a
/// probability for each class (-Σ tⱼ log pⱼ). Needs softmax as the last activation, for example <c>Dense(classes, Activation.Softmax)</c>.
/// </summary>
/// <remarks>
/// Softmax and cross-entropy are computed together from the logits z: loss = log Σⱼ e^(zⱼ - m) - (z_label - m), m = max z, with the
/// gradient p - onehot(label), so large logits do not overflow. Keras calls it <c>SparseCategoricalCrossentropy</c> if labels are indices.
/// With label smoothing s over K classes, targets t become (1 - s) t + s / K (Szegedy et al., 2016).
/// </remarks>
public sealed record CategoricalCrossEntropy : LossSpec
{
    /// <summary>The default of <see cref="LabelSmoothing"/>: none.</summary>
    public const double DefaultLabelSmoothing = 0;

    /// <summary>Makes the loss.</summary>
    /// <param name="labelSmoothing">See <see cref="LabelSmoothing"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not accepted.</exception>
    public CategoricalCrossEntropy(double labelSmoothing = DefaultLabelSmoothing)
    {
        LabelSmoothing = Guard.Accept(labelSmoothing is >= 0 and <= 1, labelSmoothing, nameof(LabelSmoothing), "0 to 1");
    }

    /// <summary>s: the share of each target that is distributed over all classes. Default 0; accepted: 0 to 1.</summary>
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
            throw new ArgumentException(
                "CategoricalCrossEntropy needs a last layer Dense with Activation.Softmax; "
                + $"the network ends in {spec.Layers[^1]}.");
        }
    }

    internal override void CheckTargets(NetworkSpec spec, Targets targets, string name)
    {
        if (targets is not ClassTargets classes)
        {
            if (NeedColumns(spec, targets, name).Least < 0)
            {
                throw new ArgumentException($"{name} has a target below 0; accepted: probabilities of classes.", name);
            }
        }
        else if (classes.LargestLabel >= spec.OutputSize)
        {
            throw new ArgumentException(
                $"{name} has the label {classes.LargestLabel}; the network gives {spec.OutputSize} classes, from 0.", name);
        }
    }
}
