using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A layer that moves, repeats or interpolates positions: permutation, padding, cropping, upsampling. The gradient is the transposed map. Each
/// row is a tile.
/// </summary>
internal sealed unsafe class PositionMapLayer : CpuLayer
{
    private readonly PositionMap _map;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private PositionMap? _transposed;
    private Activations? _inputGradient;

    public PositionMapLayer(PositionMap map, LayerContext context)
        : base(context.OutputShape)
    {
        _map = map;
        _input = context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
    }

    public PositionMapLayer(Resizing layer, LayerContext context)
        : this(MapOf(layer, context), context)
    {
    }

    public PositionMapLayer(Permute layer, LayerContext context)
        : this(PositionMap.Of(context.InputShape, layer.Dims), context)
    {
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => (long)rows * Math.Max(_input.Columns, Math.Max(Output.Columns, (long)_map.Sources.Length * _map.Size));

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (training)
        {
            _transposed ??= _map.Transpose();
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

    private static PositionMap MapOf(Resizing layer, LayerContext context)
    {
        (AxisChange height, AxisChange width) = layer.Changes(context.InputShape);
        return PositionMap.Of(height, width, context.InputShape[^1]);
    }

    private static float* RowOf(Activations activations, int row) => activations.Pointer + ((long)row * activations.Stride);

    private void ForwardRow(int row) => _kernels.MapPositions(_map, RowOf(_input, row), RowOf(Output, row));

    private void BackwardRow(int row) => _kernels.MapPositions(_transposed!, RowOf(OutputGradient, row), RowOf(_inputGradient!, row));
}
