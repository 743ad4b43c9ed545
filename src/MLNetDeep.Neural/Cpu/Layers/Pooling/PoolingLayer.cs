using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Maximum and average pooling, of windows or of all positions, in one or two dimensions. Each row is a tile.</summary>
internal sealed unsafe class PoolingLayer : CpuLayer
{
    private readonly Activations _input;
    private readonly SequenceLengths? _lengths;
    private readonly Activations? _places;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly PoolingAxis _height;
    private readonly PoolingAxis _width;
    private readonly int _channels;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private bool _isTraining;
    private Activations? _inputGradient;

    public PoolingLayer(Pooling layer, LayerContext context)
        : base(context.OutputShape)
    {
        PoolingShape shape = layer.ShapeOf(context.InputShape);
        _input = context.Input;
        _lengths = layer.TakesPictures ? null : context.Lengths;
        _places = layer.TakesMaximum ? new Activations(context.OutputShape) : null;
        _kernels = context.Kernels;
        _team = context.Team;
        _height = new PoolingAxis(shape.Height);
        _width = new PoolingAxis(shape.Width);
        _channels = shape.Channels;
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) =>
        (long)rows * Math.Max(_input.Columns, (long)Output.Columns * _height.Kernel * _width.Kernel);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _isTraining = training;
        if (training)
        {
            _places?.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step) => _team.Run(rows, WorkFor(rows), _forwardRow);

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _team.Run(rows, WorkFor(rows), _backwardRow);
        }
    }

    private void ForwardRow(int row)
    {
        PoolingArguments arguments = Arguments(row, _input, Output);
        if (_places is null)
        {
            _kernels.AveragePool(arguments);
        }
        else
        {
            _kernels.MaxPool(arguments);
        }
    }

    private void BackwardRow(int row)
    {
        PoolingArguments arguments = Arguments(row, _inputGradient!, OutputGradient);
        if (_places is null)
        {
            _kernels.AveragePoolGradient(arguments);
        }
        else
        {
            _kernels.MaxPoolGradient(arguments);
        }
    }

    private PoolingArguments Arguments(int row, Activations input, Activations output) => new()
    {
        Height = _height,
        Width = _width,
        Channels = _channels,
        UsedWidth = _lengths?.Of(row, _width.Input) ?? _width.Input,
        Input = input.Pointer + ((long)row * input.Stride),
        Output = output.Pointer + ((long)row * output.Stride),
        Places = _places is not null && _isTraining ? _places.Pointer + ((long)row * _places.Stride) : null,
    };
}
