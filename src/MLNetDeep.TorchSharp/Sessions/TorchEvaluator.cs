using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes outputs, losses and metrics with fixed weights, batch by batch.</summary>
/// <param name="network">The layers.</param>
/// <param name="stage">Brings rows to the device.</param>
/// <param name="penalties">The penalties on the weights.</param>
internal sealed class TorchEvaluator(TorchNetwork network, BatchStage stage, TorchPenalties penalties)
{
    /// <summary>The number of rows in a batch.</summary>
    public const int BatchSize = 1024;

    private int[] _rows = [];

    /// <summary>Computes the loss, including penalties, and the metrics on all rows.</summary>
    public EvaluationResult Evaluate(TrainingData data, LossSpec spec, TorchLoss loss)
    {
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += BatchSize)
        {
            result += EvaluateBatch(data, Range(first, data.RowCount), spec, loss);
        }

        return AddPenalties(result);
    }

    /// <summary>Computes the loss, including penalties, and the metrics on some rows.</summary>
    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows, LossSpec spec, TorchLoss loss)
    {
        EvaluationResult result = default;
        while (!rows.IsEmpty)
        {
            int count = Math.Min(BatchSize, rows.Length);
            result += EvaluateBatch(data, rows[..count], spec, loss);
            rows = rows[count..];
        }

        return AddPenalties(result);
    }

    /// <summary>Computes the outputs for all rows of a matrix.</summary>
    public void Predict(FeatureMatrix features, bool logits, Span<float> destination)
    {
        for (int first = 0; first < features.RowCount; first += BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            ReadOnlySpan<int> rows = Range(first, features.RowCount);
            int count = Predict(stage.Features(features, rows), logits, destination);
            destination = destination[count..];
        }
    }

    /// <summary>Computes the outputs of a batch, and returns how many they are.</summary>
    public int Predict(Tensor input, bool logits, Span<float> destination)
    {
        Tensor values = network.Forward(input, LayerPass.Inference);
        Tensor output = (logits ? values : network.Activate(values)).cpu().contiguous();
        Span<float> floats = TensorMemory.Floats(output);
        floats.CopyTo(destination);
        return floats.Length;
    }

    private EvaluationResult AddPenalties(EvaluationResult result)
    {
        if (!penalties.Any || result.RowCount == 0)
        {
            return result;
        }

        using DisposeScope scope = NewDisposeScope();
        double penalty = penalties.AddTo(zeros([], dtype: ScalarType.Float64, device: CPU)).cpu().item<double>();
        return result with { LossSum = result.LossSum + (penalty * result.RowCount) };
    }

    private EvaluationResult EvaluateBatch(TrainingData data, ReadOnlySpan<int> rows, LossSpec spec, TorchLoss loss)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor output = network.ForwardFor(spec, stage.Features(data.Features, rows), LayerPass.Inference);
        return loss.Compute(data, rows, output, stage, training: false).Read(rows.Length);
    }

    // The rows from first on, as many as make a batch.
    private ReadOnlySpan<int> Range(int first, int end)
    {
        int count = Math.Min(BatchSize, end - first);
        if (_rows.Length < count)
        {
            _rows = new int[count];
        }

        for (int i = 0; i < count; i++)
        {
            _rows[i] = first + i;
        }

        return _rows.AsSpan(0, count);
    }
}
