using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes a regression loss: the mean over the outputs of a function of the output and its target.</summary>
internal sealed class TorchRegressionLoss(LossSpec loss) : TorchLoss([])
{
    // MeanSquaredLogarithmicError raises smaller values to this one before it takes their logarithm.
    private const float SmallestForLogarithm = 1e-7f;

    private protected override LossValues Compute(
        Targets targets, ReadOnlySpan<int> rows, Tensor output, BatchStage stage, Tensor? weights)
    {
        Tensor wanted = stage.Numbers(targets, rows);
        Tensor value = weights is null
            ? Value(output, wanted, Reduction.Mean)
            : Value(output, wanted, Reduction.None).mean([1]).mul(weights).mean();
        return new LossValues(value) { Error = functional.l1_loss(output.detach(), wanted) };
    }

    private Tensor Value(Tensor output, Tensor wanted, Reduction reduction) => loss switch
    {
        MeanSquaredError => functional.mse_loss(output, wanted, reduction),
        MeanAbsoluteError => functional.l1_loss(output, wanted, reduction),
        Huber huber => functional.huber_loss(output, wanted, huber.Delta, reduction),
        MeanSquaredLogarithmicError => functional.mse_loss(Logarithm(output), Logarithm(wanted), reduction),
        _ => throw new NotSupportedException($"The torch backend does not support the loss {loss}."),
    };

    private static Tensor Logarithm(Tensor values)
    {
        using Scalar smallest = SmallestForLogarithm.ToScalar();
        return values.clamp_min(smallest).log1p();
    }
}
