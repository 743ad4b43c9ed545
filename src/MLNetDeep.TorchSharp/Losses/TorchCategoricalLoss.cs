using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes softmax and categorical cross-entropy together, from logits.</summary>
/// <remarks>The formulas are those of <see cref="CategoricalCrossEntropy"/>, which libtorch's function shares, label smoothing included.</remarks>
internal sealed class TorchCategoricalLoss(CategoricalCrossEntropy loss, float[] classWeights) : TorchLoss(classWeights)
{
    private protected override LossValues Compute(
        Targets targets, ReadOnlySpan<int> rows, Tensor output, BatchStage stage, Tensor? weights)
    {
        Tensor labels = stage.Labels(targets, rows);
        Tensor wanted = targets is DenseTargets ? stage.Numbers(targets, rows) : labels;
        Reduction reduction = weights is null ? Reduction.Mean : Reduction.None;
        Tensor value = functional.cross_entropy(output, wanted, reduction: reduction, label_smoothing: loss.LabelSmoothing);
        if (weights is not null)
        {
            value = value.mul(weights).mean();
        }

        return new LossValues(value, output.argmax(1).eq(labels).sum(), null, rows.Length);
    }
}
