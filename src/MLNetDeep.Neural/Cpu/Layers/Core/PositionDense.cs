namespace MLNetDeep.Neural.Cpu;

/// <summary>A dense layer over the last axis: each position of each row goes through the same <see cref="DenseLayer"/>, as a row.</summary>
internal sealed class PositionDense : CpuLayer
{
    private readonly int _positions;
    private readonly int _inputs;
    private readonly ThreadTeam _team;
    private readonly PositionRows _input;
    private readonly PositionRows _output;
    private readonly PositionRows _outputGradient;
    private readonly DenseLayer _dense;

    // The gradient of the input, which is known when it is computed first.
    private PositionRows? _inputGradient;

    public PositionDense(Dense layer, LayerContext context)
        : base(context.OutputShape)
    {
        _inputs = context.InputShape[^1];
        _positions = Output.Columns / layer.Units;
        _team = context.Team;
        _input = new PositionRows(context.Input, _positions, _inputs, _team);
        _output = new PositionRows(Output, _positions, layer.Units, _team);
        _outputGradient = new PositionRows(OutputGradient, _positions, layer.Units, _team);
        _dense = new DenseLayer(layer, context with { Input = _input }, _output, _outputGradient);
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _dense.WorkFor(rows * _positions);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _input.EnsureRows(rows * _positions);
        _dense.EnsureRows(rows * _positions, training);
    }

    public override void Forward(int rows, long? step)
    {
        _input.Read(rows);
        _output.FindSource();
        _dense.Forward(rows * _positions, step);
        _output.Write(rows);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is not null && _inputGradient?.Source != inputGradient)
        {
            _inputGradient = new PositionRows(inputGradient, _positions, _inputs, _team);
        }

        _outputGradient.Read(rows);
        if (inputGradient is not null)
        {
            _inputGradient!.EnsureRows(rows * _positions);
        }

        _dense.Backward(rows * _positions, inputGradient is null ? null : _inputGradient, update);
        if (inputGradient is not null)
        {
            _inputGradient!.Write(rows);
        }
    }
}
