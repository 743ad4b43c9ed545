using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Batch normalization; see <see cref="Normalization{S, V}"/> for the formulas. Columns are divided among threads.</summary>
/// <remarks>A frozen layer uses its running statistics in training too, and does not change them.</remarks>
internal sealed unsafe class BatchNormalizationLayer : CpuLayer
{
    // The number of columns in a tile: two cache lines of each row.
    private const int TileColumns = 2 * AlignedBuffer.LineLength;

    private readonly LayerParameter _gamma;
    private readonly LayerParameter _beta;
    private readonly LayerParameter _runningMean;
    private readonly LayerParameter _runningVariance;
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
    private bool _usesBatchStatistics;
    private Activations? _inputGradient;

    public BatchNormalizationLayer(BatchNormalization layer, LayerContext context)
        : base(context.OutputShape)
    {
        _gamma = context.Parameter("weight");
        _beta = context.Parameter("bias");
        _runningMean = context.Parameter("running_mean");
        _runningVariance = context.Parameter("running_var");
        _input = context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _momentum = (float)layer.Momentum;
        _epsilon = (float)layer.Epsilon;
        _mean = new AlignedBuffer(Output.Stride);
        _variance = new AlignedBuffer(Output.Stride);
        _gammaGradient = new AlignedBuffer(Output.Stride);
        _betaGradient = new AlignedBuffer(Output.Stride);
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    /// <summary>False: the running statistics change with each batch.</summary>
    public override bool CanReplicate => false;

    private int Tiles => (Output.Stride + TileColumns - 1) / TileColumns;

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _usesBatchStatistics = step is not null && _gamma.IsTrained;
        _team.Run(Tiles, (long)rows * Output.Stride * 4, _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        _team.Run(Tiles, (long)rows * Output.Stride * 4, _backwardTile);
        if (_gamma.IsTrained)
        {
            Update(_gamma, _gammaGradient, update);
            Update(_beta, _betaGradient, update);
        }
    }

    public override void Commit()
    {
        if (!_usesBatchStatistics)
        {
            return;
        }

        UpdateRunning(_runningMean.Pointer, _mean.Pointer);
        UpdateRunning(_runningVariance.Pointer, _variance.Pointer);
    }

    private void Update(LayerParameter parameter, AlignedBuffer gradient, CpuUpdate update) =>
        _kernels.Update(gradient.Pointer, update.For(parameter.Index), update.Target(parameter.Index), 0, Output.Stride);

    private void UpdateRunning(float* running, float* batch)
    {
        for (int i = 0; i < Output.Columns; i++)
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
        if (_usesBatchStatistics)
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
        _kernels.NormalizationGradient(arguments, _usesBatchStatistics, first, end);
    }

    private NormalizationArguments Arguments() => new()
    {
        Input = _input.Pointer,
        InputStride = _input.Stride,
        Gamma = _gamma.Pointer,
        Beta = _beta.Pointer,
        Mean = _usesBatchStatistics ? _mean.Pointer : _runningMean.Pointer,
        Variance = _usesBatchStatistics ? _variance.Pointer : _runningVariance.Pointer,
        Rows = _rows,
        Epsilon = _epsilon,
    };

    private (int First, int End) Columns(int tile) =>
        (tile * TileColumns, Math.Min((tile + 1) * TileColumns, Output.Stride));
}
