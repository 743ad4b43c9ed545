using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes sigmoid and binary cross-entropy together, from logits.</summary>
internal sealed class TorchBinaryLoss(BinaryCrossEntropy loss, float[] classWeights) : TorchLoss(classWeights)
{
    private static readonly Lazy<Scalar> s_zero = new(() => 0f.ToScalar());

    private readonly double _smoothing = loss.LabelSmoothing;

    private protected override LossValues Compute(
        Targets targets, ReadOnlySpan<int> rows, Tensor output, BatchStage stage, Tensor? weights)
    {
        Tensor wanted = stage.Numbers(targets, rows);
        Tensor smoothed = _smoothing == 0 ? wanted : Smooth(wanted);

        // The weight of a row holds for each of its outputs.
        Tensor value = functional.binary_cross_entropy_with_logits(output, smoothed, weights?.unsqueeze(1).expand_as(output));

        // As in Keras, a probability above 1/2 (z > 0) counts as the prediction 1.
        Tensor predicted = output.gt(s_zero.Value).to_type(ScalarType.Float32);
        return new LossValues(value) { Correct = predicted.eq(wanted).sum(), Predictions = output.numel() };
    }

    private Tensor Smooth(Tensor targets)
    {
        using Scalar share = (1 - _smoothing).ToScalar(), half = (_smoothing / 2).ToScalar();
        return targets.mul(share).add_(half, Scalars.One);
    }
}
