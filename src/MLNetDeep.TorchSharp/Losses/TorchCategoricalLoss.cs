using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

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

        return stage.SharesHostMemory
            ? new LossValues(value) { CountedCorrect = CountCorrect(output, labels), Predictions = rows.Length }
            : new LossValues(value) { Correct = output.argmax(1).eq(labels).sum(), Predictions = rows.Length };
    }

    // Three calls of libtorch take longer than this loop.
    private static long CountCorrect(Tensor output, Tensor labels)
    {
        ReadOnlySpan<float> logits = TensorMemory.Floats(output.contiguous());
        ReadOnlySpan<long> wanted = MemoryMarshal.Cast<byte, long>(labels.bytes);
        int classes = logits.Length / wanted.Length;
        long correct = 0;
        for (int row = 0; row < wanted.Length; row++)
        {
            correct += TensorPrimitives.IndexOfMax(logits.Slice(row * classes, classes)) == wanted[row] ? 1 : 0;
        }

        return correct;
    }
}
