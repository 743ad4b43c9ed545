using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// y = f(a(x) + b(x)) with the layers a and the shortcut b. With g = dL/dy · f', both get g, and dL/dx is the sum of their input gradients.
/// </summary>
internal sealed unsafe class ResidualLayer : CpuLayer
{
    private readonly LayerPath _layers;
    private readonly LayerPath _shortcut;
    private readonly SumActivation _activation;
    private readonly Activations _shortcutGradient;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _sumTile;
    private readonly Action<int> _copyTile;
    private readonly Action<int> _addTile;
    private int _rows;
    private Activations? _inputGradient;
    private Activations? _secondGradient;

    public ResidualLayer(Residual layer, LayerContext context)
        : base(context.OutputShape)
    {
        PlacedLayer[] nested = [.. layer.NestedLayers(context.InputShape)];
        _layers = new LayerPath(nested[..layer.Layers.Length], context);
        _shortcut = new LayerPath(nested[layer.Layers.Length..], context);
        _activation = new SumActivation(layer.Activation, context.OutputShape, this, context.Kernels, context.Team);
        _shortcutGradient = new Activations(context.InputShape);
        _kernels = context.Kernels;
        _team = context.Team;
        _sumTile = SumTile;
        _copyTile = CopyTile;
        _addTile = AddTile;
    }

    /// <inheritdoc/>
    public override bool CanReplicate => _layers.CanReplicate && _shortcut.CanReplicate;

    /// <inheritdoc/>
    public override IEnumerable<int> Statistics => _layers.Statistics.Concat(_shortcut.Statistics);

    /// <inheritdoc/>
    public override long WorkFor(int rows) => _layers.WorkFor(rows) + _shortcut.WorkFor(rows) + base.WorkFor(rows);

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _activation.EnsureRows(rows);
        _layers.EnsureRows(rows, training);
        _shortcut.EnsureRows(rows, training);
        if (training && _shortcut.OutputGradient is not null)
        {
            _shortcutGradient.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _layers.Forward(rows, step);
        _shortcut.Forward(rows, step);
        _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _sumTile);
        _activation.Forward(rows);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        _activation.Backward(rows);
        _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _copyTile);
        _layers.Backward(rows, inputGradient, update);
        _shortcut.Backward(rows, inputGradient is null ? null : _shortcutGradient, update);
        if (inputGradient is not null)
        {
            _secondGradient = _shortcut.OutputGradient is null ? OutputGradient : _shortcutGradient;
            _team.Run(RowTiles.Count(rows), base.WorkFor(rows), _addTile);
        }
    }

    public override void Commit()
    {
        _layers.Commit();
        _shortcut.Commit();
    }

    private static Span<float> Row(Activations values, int row) => new(values.Pointer + ((long)row * values.Stride), values.Columns);

    private void SumTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        Activations sums = _activation.Sums;
        for (int row = first; row < end; row++)
        {
            TensorPrimitives.Add(_layers.Output.Row(row), _shortcut.Output.Row(row), Row(sums, row));
        }

        if (_activation.Fused != ActivationFunction.Linear)
        {
            (long offset, int count) = RowTiles.Extent(tile, _rows, sums.Stride);
            _kernels.Activate(_activation.Kind, sums.Pointer + offset, Output.Pointer + offset, count);
        }
    }

    // Without a layer that runs, the gradient of the sum is a part of the gradient of the input.
    private void CopyTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            CopyTo(_layers.OutputGradient ?? _inputGradient, row);
            CopyTo(_shortcut.OutputGradient, row);
        }
    }

    private void CopyTo(Activations? gradient, int row)
    {
        if (gradient is not null)
        {
            OutputGradient.Row(row).CopyTo(Row(gradient, row));
        }
    }

    private void AddTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            Span<float> gradient = Row(_inputGradient!, row);
            TensorPrimitives.Add(gradient, _secondGradient!.Row(row), gradient);
        }
    }
}
