using System.Runtime.InteropServices;
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
    // The most rows in a batch.
    private const int MaxRows = 1024;

    // The most values of a batch in the input or in the output of a layer: 64 MiB of floats.
    private const int MaxValues = 1 << 24;

    private int[] _rows = [];

    /// <summary>
    /// The number of rows in a batch. It becomes smaller when the device has too little memory: what happens within a module is not known
    /// before it runs.
    /// </summary>
    public int BatchSize { get; private set; } = Math.Clamp(MaxValues / network.WidestRow, 1, MaxRows);

    /// <summary>Computes the loss, including penalties, and the metrics on all rows.</summary>
    public EvaluationResult Evaluate(TrainingData data, LossSpec spec, TorchLoss loss)
    {
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount;)
        {
            int count = Math.Min(BatchSize, data.RowCount - first);
            try
            {
                result += EvaluateBatch(data, Range(first, count), spec, loss);
                first += count;
            }
            catch (ExternalException error) when (TakesFewerRows(error, count))
            {
            }
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
            try
            {
                result += EvaluateBatch(data, rows[..count], spec, loss);
                rows = rows[count..];
            }
            catch (ExternalException error) when (TakesFewerRows(error, count))
            {
            }
        }

        return AddPenalties(result);
    }

    /// <summary>Computes the outputs for all rows of a matrix.</summary>
    public void Predict(FeatureMatrix features, bool logits, Span<float> destination)
    {
        for (int first = 0; first < features.RowCount;)
        {
            int count = Math.Min(BatchSize, features.RowCount - first);
            try
            {
                using DisposeScope scope = NewDisposeScope();
                destination = destination[PredictRows(features, Range(first, count), logits, destination)..];
                first += count;
            }
            catch (ExternalException error) when (TakesFewerRows(error, count))
            {
            }
        }
    }

    /// <summary>Computes the outputs for dense rows that lie one after another.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="columns">The number of values in a row.</param>
    /// <param name="logits">Whether the outputs are the values before the last activation.</param>
    /// <param name="destination">Receives the outputs.</param>
    public void Predict(ReadOnlySpan<float> values, int columns, bool logits, Span<float> destination)
    {
        while (!values.IsEmpty)
        {
            int count = Math.Min(BatchSize, values.Length / columns);
            try
            {
                using DisposeScope scope = NewDisposeScope();
                destination = destination[Predict(stage.Features(values[..(count * columns)], count), logits, destination)..];
                values = values[(count * columns)..];
            }
            catch (ExternalException error) when (TakesFewerRows(error, count))
            {
            }
        }
    }

    /// <summary>Computes the outputs of a batch, and returns how many they are.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="logits">Whether the outputs are the values before the last activation.</param>
    /// <param name="destination">Receives the outputs.</param>
    /// <param name="lengths">The lengths of the rows; null if each row uses all positions.</param>
    public int Predict(Tensor input, bool logits, Span<float> destination, SequenceLengths? lengths = null)
    {
        Tensor values = network.Forward(input, LayerPass.Inference(lengths));
        Tensor output = (logits ? values : network.Activate(values)).cpu().contiguous();
        Span<float> floats = TensorMemory.Floats(output);
        floats.CopyTo(destination);
        return floats.Length;
    }

    private int PredictRows(FeatureMatrix features, ReadOnlySpan<int> rows, bool logits, Span<float> destination) =>
        Predict(stage.Features(features, rows), logits, destination, stage.Lengths(features, rows));

    // Halves the batches if memory was too little for one of several rows.
    private bool TakesFewerRows(ExternalException error, int count)
    {
        if (count == 1 || !TorchErrors.IsOutOfMemory(error))
        {
            return false;
        }

        BatchSize = count / 2;
        return true;
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
        LayerPass pass = LayerPass.Inference(stage.Lengths(data.Features, rows));
        Tensor output = network.ForwardFor(spec, stage.Features(data.Features, rows), pass);
        return loss.Compute(data, rows, output, stage, training: false).Read(rows.Length);
    }

    // The rows from first on.
    private ReadOnlySpan<int> Range(int first, int count)
    {
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
