using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes the loss and metrics of a batch, and the gradient of the loss with respect to the outputs.</summary>
/// <remarks>Losses are summed in row order, so the sum does not depend on which thread computes which row.</remarks>
internal abstract unsafe class CpuLoss
{
    // The approximate number of outputs in a chunk of rows. It is constant, so chunks do not depend on the number of threads.
    private const int OutputsPerChunk = LabelledRows.MaxRows * AlignedBuffer.LineLength;

    private readonly ThreadTeam _team;
    private readonly Action<int> _computeChunk;
    private readonly float[] _classWeights;
    private int[] _rows = [];
    private float[] _weights = [];
    private float[] _scales = [];
    private EvaluationResult[] _results = [];
    private int _count;
    private int _chunkRows;
    private Activations? _output;
    private Activations? _gradient;

    private protected CpuLoss(KernelSet kernels, ThreadTeam team, float[] classWeights)
    {
        Kernels = kernels;
        _team = team;
        _classWeights = classWeights;
        _computeChunk = ComputeChunk;
    }

    private protected KernelSet Kernels { get; }

    /// <summary>The approximate number of operations per output.</summary>
    private protected virtual int OperationsPerOutput => 16;

    /// <summary>The data set that contains the current batch.</summary>
    private protected TrainingData? Data { get; private set; }

    /// <summary>Creates the implementation of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="classWeights">The weight of each class's rows in training; empty if all weights are 1.</param>
    /// <exception cref="NotSupportedException">The backend does not support the loss.</exception>
    public static CpuLoss For(LossSpec loss, ThreadTeam team, IReadOnlyList<float> classWeights) => loss switch
    {
        CategoricalCrossEntropy categorical => new CategoricalCpuLoss(categorical, KernelSet.Best, team, [.. classWeights]),
        BinaryCrossEntropy binary => new BinaryCpuLoss(binary, KernelSet.Best, team, [.. classWeights]),
        RegressionLoss regression => new RegressionCpuLoss(regression, KernelSet.Best, team),
        _ => throw new NotSupportedException($"The cpu backend does not support the loss {loss}."),
    };

    /// <summary>Computes the loss and metrics of a batch, and the gradient. May overwrite the outputs.</summary>
    /// <param name="data">The data set with the targets and row weights.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="output">The last layer's outputs for these rows.</param>
    /// <param name="gradient">
    /// Receives the gradient of the mean loss with respect to the outputs; the padding is set to 0. May equal <paramref name="output"/>.
    /// </param>
    /// <param name="training">Whether to use class weights.</param>
    /// <param name="batchRows">The number of rows in the batch, if these are only some of them.</param>
    public EvaluationResult Compute(
        TrainingData data, ReadOnlySpan<int> rows, Activations output, Activations gradient, bool training, int? batchRows = null)
    {
        Data = data;
        _count = rows.Length;
        _chunkRows = Math.Max(1, OutputsPerChunk / output.Stride);
        _output = output;
        _gradient = gradient;
        PrepareRows(data, rows, training, batchRows ?? rows.Length);
        int chunks = (_count + _chunkRows - 1) / _chunkRows;
        _team.Run(chunks, WorkFor(_count, output), _computeChunk);
        EvaluationResult result = default;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            result += _results[chunk];
        }

        return result;
    }

    /// <summary>The approximate number of operations to compute the loss of this many rows.</summary>
    public long WorkFor(int rows, Activations output) => (long)rows * output.Stride * OperationsPerOutput;

    /// <summary>Computes the loss and gradient of some rows.</summary>
    /// <param name="rows">The rows.</param>
    private protected abstract EvaluationResult Compute(in LossRows rows);

    private protected static void ClearPadding(float* gradient, int columns) =>
        new Span<float>(gradient + columns, AlignedBuffer.Pad(columns) - columns).Clear();

    private void PrepareRows(TrainingData data, ReadOnlySpan<int> rows, bool training, int batchRows)
    {
        if (_rows.Length < rows.Length)
        {
            _rows = new int[rows.Length];
            _weights = new float[rows.Length];
            _scales = new float[rows.Length];
            _results = new EvaluationResult[rows.Length];
        }

        rows.CopyTo(_rows);
        Span<float> weights = _weights.AsSpan(0, rows.Length);
        weights.Fill(1);
        if (!data.Weights.IsEmpty)
        {
            ReadOnlySpan<float> dataWeights = data.Weights.Span;
            for (int i = 0; i < rows.Length; i++)
            {
                weights[i] = dataWeights[rows[i]];
            }
        }

        if (training && _classWeights.Length > 0)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int label = data.Targets.ClassOf(rows[i]);
                weights[i] *= (uint)label < (uint)_classWeights.Length ? _classWeights[label] : 1;
            }
        }

        TensorPrimitives.Divide(weights, batchRows, _scales);
    }

    private void ComputeChunk(int chunk)
    {
        int first = chunk * _chunkRows;
        int count = Math.Min(_chunkRows, _count - first);
        long offset = (long)first * _output!.Stride;
        _results[chunk] = Compute(new LossRows
        {
            DataRows = _rows.AsSpan(first, count),
            Weights = _weights.AsSpan(first, count),
            Scales = _scales.AsSpan(first, count),
            Output = _output.Pointer + offset,
            Gradient = _gradient!.Pointer + offset,
            Stride = _output.Stride,
            Columns = _output.Columns,
        });
    }
}
