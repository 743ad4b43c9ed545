using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Batch normalization of pictures, sequences and other rows with positions: each channel over all rows and their used positions. Rows are
/// divided among threads.
/// </summary>
/// <remarks>
/// Each row has its own mean and variance, from which those of the batch are computed in double in ascending order of rows (Chan, Golub and
/// LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979). So is each row's part of the gradients.
/// Therefore no sum depends on the number of threads, and the batch is read once.
/// </remarks>
internal sealed unsafe class ChannelNormalizationLayer : BatchNormalizationBase
{
    private readonly SequenceLengths? _lengths;
    private readonly int _positions;
    private readonly int _firstAxis;
    private readonly Action<int> _statisticsOfRow;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _sumsOfRow;
    private readonly Action<int> _backwardRow;
    private readonly double[] _sum;
    private readonly double[] _otherSum;

    // For each row, a mean and a variance for each channel, then its parts of dL/dβ and dL/dγ.
    private readonly Activations _firstParts;
    private readonly Activations _secondParts;
    private long _count;
    private Activations? _inputGradient;

    public ChannelNormalizationLayer(BatchNormalization layer, LayerContext context)
        : base(layer, context)
    {
        _lengths = context.Lengths;
        _positions = Output.Columns / Channels;
        _firstAxis = context.InputShape[0];
        _statisticsOfRow = StatisticsOfRow;
        _forwardRow = ForwardRow;
        _sumsOfRow = SumsOfRow;
        _backwardRow = BackwardRow;
        _sum = new double[Channels];
        _otherSum = new double[Channels];
        _firstParts = new Activations([Channels]);
        _secondParts = new Activations([Channels]);
    }

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (training)
        {
            _firstParts.EnsureRows(rows);
            _secondParts.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        Begin(step);
        if (UsesBatchStatistics)
        {
            Team.Run(rows, WorkFor(rows), _statisticsOfRow);
            CombineStatistics(rows);
            _count = IsShared ? ShareStatistics(_count) : _count;
        }

        Team.Run(rows, WorkFor(rows), _forwardRow);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (NeedsSums)
        {
            Team.Run(rows, WorkFor(rows), _sumsOfRow);
            CombineSums(rows);
        }

        // Before the update, since the gradient of the input depends on γ.
        if (inputGradient is not null)
        {
            if (IsShared)
            {
                ShareGradients(rows);
            }

            _inputGradient = inputGradient;
            Team.Run(rows, WorkFor(rows), _backwardRow);
        }

        UpdateParameters(update);
    }

    public override void Commit()
    {
        // A batch of empty sequences has no statistics.
        if (_count > 0)
        {
            base.Commit();
        }
    }

    private static float* RowOf(Activations activations, int row) => activations.Pointer + ((long)row * activations.Stride);

    // The first axis of a sequence is time, of which a row may use a part.
    private int UsedPositions(int row) =>
        _lengths is null ? _positions : _lengths.Of(row, _firstAxis) * (_positions / _firstAxis);

    private NormalizationArguments ArgumentsOf(int row, Activations output) => ForRow(ArgumentsForAllRows(), row, output);

    private NormalizationArguments ForRow(NormalizationArguments arguments, int row, Activations output)
    {
        arguments.Input = RowOf(Input, row);
        arguments.InputStride = Channels;
        arguments.Output = RowOf(output, row);
        arguments.OutputStride = Channels;
        arguments.Rows = UsedPositions(row);
        return arguments;
    }

    private void StatisticsOfRow(int row)
    {
        NormalizationArguments arguments = ArgumentsOf(row, Output);
        arguments.Mean = RowOf(_firstParts, row);
        arguments.Variance = RowOf(_secondParts, row);
        Kernels.NormalizationStatistics(arguments, 0, Channels);
    }

    // With n values of the mean m and the variance v in each row: the mean is M = Σ n m / Σ n, the variance Σ n (v + (m - M)²) / Σ n.
    private void CombineStatistics(int rows)
    {
        Array.Clear(_sum);
        Array.Clear(_otherSum);
        _count = 0;
        for (int row = 0; row < rows; row++)
        {
            int count = UsedPositions(row);
            _count += count;
            ReadOnlySpan<float> means = _firstParts.Row(row);
            for (int channel = 0; channel < means.Length && count > 0; channel++)
            {
                _sum[channel] += count * (double)means[channel];
            }
        }

        double inverseCount = 1.0 / Math.Max(_count, 1);
        for (int row = 0; row < rows; row++)
        {
            int count = UsedPositions(row);
            ReadOnlySpan<float> means = _firstParts.Row(row), variances = _secondParts.Row(row);
            for (int channel = 0; channel < means.Length && count > 0; channel++)
            {
                double difference = means[channel] - (_sum[channel] * inverseCount);
                _otherSum[channel] += count * (variances[channel] + (difference * difference));
            }
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            Mean.Pointer[channel] = (float)(_sum[channel] * inverseCount);
            Variance.Pointer[channel] = (float)(_otherSum[channel] * inverseCount);
        }
    }

    private void ForwardRow(int row) => Kernels.Normalize(ArgumentsOf(row, Output), 0, Channels);

    private void SumsOfRow(int row)
    {
        NormalizationArguments arguments = ArgumentsOf(row, OutputGradient);
        arguments.BetaGradient = RowOf(_firstParts, row);
        arguments.GammaGradient = RowOf(_secondParts, row);
        Kernels.NormalizationSums(arguments, 0, Channels);
    }

    private void CombineSums(int rows)
    {
        Array.Clear(_sum);
        Array.Clear(_otherSum);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> betaParts = _firstParts.Row(row), gammaParts = _secondParts.Row(row);
            for (int channel = 0; channel < betaParts.Length; channel++)
            {
                _sum[channel] += betaParts[channel];
                _otherSum[channel] += gammaParts[channel];
            }
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            BetaGradient.Pointer[channel] = (float)_sum[channel];
            GammaGradient.Pointer[channel] = (float)_otherSum[channel];
        }
    }

    private void BackwardRow(int row)
    {
        NormalizationArguments arguments = ForRow(ArgumentsForInputGradient(), row, OutputGradient);
        arguments.InputGradient = RowOf(_inputGradient!, row);
        arguments.InputGradientStride = Channels;
        Kernels.NormalizationGradient(arguments, UsesBatchStatistics ? 1f / Math.Max(_count, 1) : 0, 0, Channels);
    }
}
