using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Judges a batch's logits by their labels. Losses are added up in the order of the rows, whichever thread computed them.</summary>
internal sealed unsafe class CrossEntropyHead
{
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _judgeRow;
    private int[] _labels = [];
    private float[] _weights = [];
    private double[] _losses = [];
    private bool[] _correct = [];
    private int _rows;
    private Activations? _logits;
    private Activations? _gradient;

    public CrossEntropyHead(KernelSet kernels, ThreadTeam team)
    {
        _kernels = kernels;
        _team = team;
        _judgeRow = JudgeRow;
    }

    /// <summary>The loss and the number of correct rows; the logits are of no use afterwards.</summary>
    /// <param name="data">Where labels and weights are.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="logits">The last layer's sums for these rows.</param>
    /// <param name="gradient">Receives the gradient of the mean loss by the logits; may be <paramref name="logits"/>.</param>
    public EvaluationResult Judge(TrainingData data, ReadOnlySpan<int> rows, Activations logits, Activations gradient)
    {
        Gather(data, rows);
        _rows = rows.Length;
        _logits = logits;
        _gradient = gradient;

        // An exponential costs about 16 operations.
        _team.Run(rows.Length, (long)rows.Length * logits.Stride * 16, _judgeRow);
        double loss = 0;
        long correct = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            loss += _losses[row];
            correct += _correct[row] ? 1 : 0;
        }

        return new EvaluationResult(loss, correct, rows.Length);
    }

    private void Gather(TrainingData data, ReadOnlySpan<int> rows)
    {
        if (_labels.Length < rows.Length)
        {
            _labels = new int[rows.Length];
            _weights = new float[rows.Length];
            _losses = new double[rows.Length];
            _correct = new bool[rows.Length];
        }

        ReadOnlySpan<int> labels = data.Labels.Span;
        ReadOnlySpan<float> weights = data.Weights.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            _labels[i] = labels[rows[i]];
            _weights[i] = weights.IsEmpty ? 1 : weights[rows[i]];
        }
    }

    private void JudgeRow(int row)
    {
        float* logits = _logits!.Pointer + ((long)row * _logits.Stride);
        float* gradient = _gradient!.Pointer + ((long)row * _gradient.Stride);
        float weight = _weights[row];
        float loss = _kernels.SoftmaxCrossEntropy(
            logits, _logits.Columns, _labels[row], weight / _rows, gradient, out _correct[row]);
        _losses[row] = (double)loss * weight;
    }
}
