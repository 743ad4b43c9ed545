using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Batch normalization; see <see cref="Normalization{S, V}"/> for the formulas. Threads share the columns, line by line.</summary>
internal sealed unsafe class NormalizationLayer : CpuLayer
{
    // The columns of a tile, two lines: rows then are read in pieces of two cache lines.
    private const int TileColumns = 2 * AlignedBuffer.LineLength;

    private readonly int _position;
    private readonly NormalizationParameters _parameters;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly float _momentum;
    private readonly float _epsilon;
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _variance;
    private readonly AlignedBuffer _gammaGradient;
    private readonly AlignedBuffer _betaGradient;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;
    private int _rows;
    private bool _isOfBatch;
    private Activations? _inputGradient;

    public NormalizationLayer(
        BatchNormalization spec, int position, NormalizationParameters parameters, Activations input, KernelSet kernels, ThreadTeam team)
        : base(input.Columns)
    {
        _position = position;
        _parameters = parameters;
        _input = input;
        _kernels = kernels;
        _team = team;
        _momentum = (float)spec.Momentum;
        _epsilon = (float)spec.Epsilon;
        _mean = new AlignedBuffer(parameters.Stride);
        _variance = new AlignedBuffer(parameters.Stride);
        _gammaGradient = new AlignedBuffer(parameters.Stride);
        _betaGradient = new AlignedBuffer(parameters.Stride);
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    private int Tiles => (_parameters.Stride + TileColumns - 1) / TileColumns;

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _isOfBatch = step is not null;
        _team.Run(Tiles, (long)rows * Output.Stride * 4, _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        _team.Run(Tiles, (long)rows * Output.Stride * 4, _backwardTile);
        DenseParameters target = update.Target(_position);
        _kernels.Update(_gammaGradient.Pointer, update.ForKernel(_position), target.Kernel, 0, _parameters.Stride);
        _kernels.Update(_betaGradient.Pointer, update.ForBias(_position), target.Bias, 0, _parameters.Stride);
    }

    public override void Commit()
    {
        Follow(_parameters.Mean, _mean.Pointer);
        Follow(_parameters.Variance, _variance.Pointer);
    }

    private void Follow(float* running, float* batch)
    {
        for (int i = 0; i < _parameters.Units; i++)
        {
            running[i] = (running[i] * _momentum) + (batch[i] * (1 - _momentum));
        }
    }

    private void ForwardTile(int tile)
    {
        NormalizationArguments arguments = Arguments();
        arguments.Output = Output.Pointer;
        arguments.OutputStride = Output.Stride;
        (int first, int end) = Columns(tile);
        if (_isOfBatch)
        {
            _kernels.NormalizationStatistics(arguments, first, end);
        }

        _kernels.Normalize(arguments, first, end);
    }

    private void BackwardTile(int tile)
    {
        NormalizationArguments arguments = Arguments();
        arguments.Output = OutputGradient.Pointer;
        arguments.OutputStride = OutputGradient.Stride;
        arguments.GammaGradient = _gammaGradient.Pointer;
        arguments.BetaGradient = _betaGradient.Pointer;
        if (_inputGradient is not null)
        {
            arguments.InputGradient = _inputGradient.Pointer;
            arguments.InputGradientStride = _inputGradient.Stride;
        }

        (int first, int end) = Columns(tile);
        _kernels.NormalizationGradient(arguments, _isOfBatch, first, end);
    }

    private NormalizationArguments Arguments() => new()
    {
        Input = _input.Pointer,
        InputStride = _input.Stride,
        Gamma = _parameters.Kernel,
        Beta = _parameters.Bias,
        Mean = _isOfBatch ? _mean.Pointer : _parameters.Mean,
        Variance = _isOfBatch ? _variance.Pointer : _parameters.Variance,
        Rows = _rows,
        Epsilon = _epsilon,
    };

    private (int First, int End) Columns(int tile) =>
        (tile * TileColumns, Math.Min((tile + 1) * TileColumns, _parameters.Stride));
}
