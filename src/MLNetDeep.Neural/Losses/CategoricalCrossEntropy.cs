namespace MLNetDeep.Neural;

/// <summary>
/// For one class out of several: -log p(label), with p the softmax of the last layer. Labels are class indices from 0. Needs
/// <c>Dense(classes, Activation.Softmax)</c> as the last layer.
/// </summary>
/// <remarks>
/// Softmax and cross-entropy are computed together from the logits z: loss = log Σⱼ e^(zⱼ - m) - (z_label - m), m = max z, with the
/// gradient p - onehot(label); so no logit is too large. Keras calls it <c>SparseCategoricalCrossentropy</c> when labels are indices.
/// </remarks>
public sealed record CategoricalCrossEntropy : LossSpec
{
    internal override void Check(NetworkSpec spec)
    {
        if (spec.Layers[^1] is not Dense { Activation: Softmax })
        {
            throw new ArgumentException(
                "CategoricalCrossEntropy needs a last layer Dense with Activation.Softmax; "
                + $"the network ends in {spec.Layers[^1]}.");
        }
    }
}
