using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes the loss and the metrics of a batch.</summary>
/// <param name="classWeights">The weight of each class's rows in training; empty if all are 1.</param>
internal abstract class TorchLoss(float[] classWeights)
{
    /// <summary>Creates the implementation of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="classWeights">The weight of each class's rows in training; empty if all are 1.</param>
    /// <exception cref="NotSupportedException">The backend does not support the loss.</exception>
    public static TorchLoss For(LossSpec loss, IEnumerable<float> classWeights) => loss switch
    {
        CategoricalCrossEntropy categorical => new TorchCategoricalLoss(categorical, [.. classWeights]),
        BinaryCrossEntropy binary => new TorchBinaryLoss(binary, [.. classWeights]),
        MeanSquaredError or MeanAbsoluteError or MeanSquaredLogarithmicError or Huber => new TorchRegressionLoss(loss),
        _ => throw new NotSupportedException($"The torch backend does not support the loss {loss}."),
    };

    /// <summary>Computes the loss and the metrics.</summary>
    /// <param name="data">The data set with the targets and row weights.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="output">
    /// The network's outputs for these rows, of the shape [rows, outputs]; logits if <see cref="LossSpec.TakesLogits"/>.
    /// </param>
    /// <param name="stage">Brings targets and weights to the device.</param>
    /// <param name="training">Whether to use class weights.</param>
    public LossValues Compute(TrainingData data, ReadOnlySpan<int> rows, Tensor output, BatchStage stage, bool training) =>
        Compute(data.Targets, rows, output, stage, stage.Weights(data, rows, training ? classWeights : []));

    /// <summary>Computes the loss and the metrics with the weights of the rows; null if all are 1.</summary>
    private protected abstract LossValues Compute(
        Targets targets, ReadOnlySpan<int> rows, Tensor output, BatchStage stage, Tensor? weights);
}
