using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Judges a batch's outputs by their targets. Losses are added up in the order of the rows, whichever thread computed them.</summary>
internal abstract unsafe class LossHead
{
    private readonly ThreadTeam _team;
    private readonly Action<int> _judgeRow;
    private readonly float[] _classWeights;
    private int[] _rows = [];
    private float[] _weights = [];
    private RowResult[] _results = [];
    private int _count;
    private Activations? _output;
    private Activations? _gradient;

    private protected LossHead(KernelSet kernels, ThreadTeam team, float[] classWeights)
    {
        Kernels = kernels;
        _team = team;
        _classWeights = classWeights;
        _judgeRow = JudgeRow;
    }

    private protected KernelSet Kernels { get; }

    /// <summary>About how many operations an output costs.</summary>
    private protected virtual int OperationsPerOutput => 16;

    /// <summary>The data at hand.</summary>
    private protected TrainingData? Data { get; private set; }

    /// <summary>Makes the head of a loss.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static LossHead For(LossSpec loss, KernelSet kernels, ThreadTeam team, IReadOnlyList<float> classWeights) => loss switch
    {
        CategoricalCrossEntropy categorical => new CategoricalHead(categorical, kernels, team, [.. classWeights]),
        BinaryCrossEntropy binary => new BinaryHead(binary, kernels, team, [.. classWeights]),
        RegressionLoss regression => new RegressionHead(regression, kernels, team),
        _ => throw new NotSupportedException($"The cpu backend has no loss {loss}."),
    };

    /// <summary>The loss and what else is measured; the outputs are of no use afterwards.</summary>
    /// <param name="data">Where targets and weights are.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="output">The last layer's values for these rows.</param>
    /// <param name="gradient">Receives the gradient of the mean loss by them, with padding 0; may be <paramref name="output"/>.</param>
    /// <param name="training">Whether classes have their weights.</param>
    public EvaluationResult Judge(TrainingData data, ReadOnlySpan<int> rows, Activations output, Activations gradient, bool training)
    {
        Data = data;
        Gather(data, rows, training);
        _count = rows.Length;
        _output = output;
        _gradient = gradient;
        _team.Run(rows.Length, (long)rows.Length * output.Stride * OperationsPerOutput, _judgeRow);
        double loss = 0, error = 0;
        long correct = 0, predictions = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            ref RowResult result = ref _results[row];
            loss += result.Loss * _weights[row];
            correct += result.Correct;
            predictions += result.Predictions;
            error += result.AbsoluteError;
        }

        return new EvaluationResult(loss, correct, rows.Length, predictions, error);
    }

    /// <summary>Judges one row.</summary>
    /// <param name="row">Its number in the data.</param>
    /// <param name="output">The last layer's values: whole lines.</param>
    /// <param name="columns">How many there are, without padding.</param>
    /// <param name="scale">What the gradient is multiplied by: the row's weight over the number of rows.</param>
    /// <param name="gradient">Receives the gradient, with padding 0.</param>
    private protected abstract RowResult Judge(int row, float* output, int columns, float scale, float* gradient);

    private protected static void ClearPadding(float* gradient, int columns) =>
        new Span<float>(gradient + columns, AlignedBuffer.Pad(columns) - columns).Clear();

    private void Gather(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        if (_rows.Length < rows.Length)
        {
            _rows = new int[rows.Length];
            _weights = new float[rows.Length];
            _results = new RowResult[rows.Length];
        }

        rows.CopyTo(_rows);
        ReadOnlySpan<float> weights = data.Weights.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            _weights[i] = weights.IsEmpty ? 1 : weights[rows[i]];
            if (training && _classWeights.Length > 0)
            {
                int label = data.Targets.ClassOf(rows[i]);
                _weights[i] *= label < _classWeights.Length ? _classWeights[label] : 1;
            }
        }
    }

    private void JudgeRow(int row) =>
        _results[row] = Judge(
            _rows[row],
            _output!.Pointer + ((long)row * _output.Stride),
            _output.Columns,
            _weights[row] / _count,
            _gradient!.Pointer + ((long)row * _gradient.Stride));

    /// <summary>What a row gave: the loss not weighted, the predictions that can be right or wrong, the mean absolute error.</summary>
    private protected readonly record struct RowResult(double Loss, int Correct, int Predictions, double AbsoluteError);
}
