using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// For two classes: -t log p - (1 - t) log(1 - p), where p is the sigmoid of the last layer; with several outputs, the mean over them.
/// Targets are numbers from 0 to 1 or, with one output, the class labels 0 and 1. Needs sigmoid as the last activation, for example
/// <c>Dense(1, Activation.Sigmoid)</c>.
/// </summary>
/// <remarks>
/// Sigmoid and cross-entropy are computed together from the logit z: loss = max(z, 0) - z·t + log(1 + e^-|z|), with the gradient p - t, so
/// large logits do not overflow (as in Keras with <c>from_logits</c>, and PyTorch's <c>BCEWithLogitsLoss</c>). With label smoothing s,
/// targets t become (1 - s) t + s / 2.
/// </remarks>
public sealed record BinaryCrossEntropy : LossSpec
{
    /// <summary>The default of <see cref="LabelSmoothing"/>: none.</summary>
    public const double DefaultLabelSmoothing = 0;

    /// <summary>Makes the loss.</summary>
    /// <param name="labelSmoothing">See <see cref="LabelSmoothing"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not accepted.</exception>
    public BinaryCrossEntropy(double labelSmoothing = DefaultLabelSmoothing)
    {
        LabelSmoothing = Guard.Accept(labelSmoothing is >= 0 and <= 1, labelSmoothing, nameof(LabelSmoothing), "0 to 1");
    }

    /// <summary>s: how far targets are moved towards 1/2. Default 0; accepted: 0 to 1.</summary>
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
            throw new ArgumentException(
                "BinaryCrossEntropy needs a last layer Dense with Activation.Sigmoid; "
                + $"the network ends in {spec.Layers[^1]}.");
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
                        ? $"{name} has a class per row; the network gives {spec.OutputSize} values: use DenseTargets."
                        : $"{name} has the label {classes.LargestLabel}; accepted: 0 and 1.",
                    name);
            }

            return;
        }

        DenseTargets dense = NeedColumns(spec, targets, name);
        if (dense.Least < 0 || dense.Largest > 1)
        {
            throw new ArgumentException($"{name} has targets from {dense.Least} to {dense.Largest}; accepted: 0 to 1.", name);
        }
    }
}
