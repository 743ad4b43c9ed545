using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The loss and the metrics of a batch, as tensors of one value each.</summary>
/// <param name="Loss">The mean over the rows of (row loss x row weight).</param>
internal readonly record struct LossValues(Tensor Loss)
{
    /// <summary>The number of correct predictions; null for regression, or if the host has counted them.</summary>
    public Tensor? Correct { get; init; }

    /// <summary>The number of correct predictions that the host has counted.</summary>
    public long CountedCorrect { get; init; }

    /// <summary>The mean over the rows of the absolute error; null for classification.</summary>
    public Tensor? Error { get; init; }

    /// <summary>The number of predictions that can be correct; see <see cref="EvaluationResult.PredictionCount"/>.</summary>
    public long Predictions { get; init; }

    /// <summary>Reads the values, which waits for the device.</summary>
    /// <param name="rows">The number of rows.</param>
    public EvaluationResult Read(int rows) => ToResult(
        Loss.item<float>(), Correct?.item<long>() ?? CountedCorrect, Error?.item<float>() ?? double.NaN, rows, Predictions);

    /// <summary>Converts means over the rows of a batch to sums.</summary>
    public static EvaluationResult ToResult(double loss, long correct, double error, int rows, long predictions) =>
        new(loss * rows, correct, rows, predictions, error * rows);
}
